import { makeStyles, tokens } from '@fluentui/react-components';
import type { JobDetail, JobLink } from '#core/contract';
import { formatMomentExact } from '../../kit/dates';
import { type Fact, Facts } from '../../kit/facts';
import { RouteLink } from '../../kit/route-link';
import { tookOf } from './jobs-table';
import { messages } from './messages';
import { StateIcon } from './state-badge';

const { one } = messages;

/** What is known of a job beside what happened to it. A fact that says nothing is left out. */
export function JobFacts({ job }: { job: JobDetail }) {
  const facts: readonly Fact[] = [
    { name: one.id, value: job.id },
    { name: messages.queue, value: <RouteLink to={`/platform/jobs?name=${encodeURIComponent(job.name)}`}>{job.title}</RouteLink> },
    {
      name: messages.key,
      value: job.key ? <RouteLink to={`/platform/jobs?key=${encodeURIComponent(job.key)}`}>{job.key}</RouteLink> : undefined,
    },
    { name: one.attempts, value: String(job.attempt) },
    { name: one.failures, value: one.failuresOf(job.failures, job.maxAttempts) },
    { name: one.created, value: formatMomentExact(job.createdAt) },
    { name: one.due, value: job.runAt === job.createdAt ? undefined : formatMomentExact(job.runAt) },
    { name: one.started, value: job.startedAt ? formatMomentExact(job.startedAt) : undefined },
    { name: one.finished, value: job.finishedAt ? formatMomentExact(job.finishedAt) : undefined },
    { name: one.took, value: tookOf(job) },
    { name: one.priority, value: one.priorityIs(job.priority) },
    { name: one.lane, value: job.lane === 'quarantine' ? one.quarantine : undefined },
    { name: one.parents, value: job.parents.length > 0 ? <JobLinks links={job.parents} /> : undefined },
    { name: one.children, value: job.children.length > 0 ? <JobLinks links={job.children} /> : undefined },
  ];
  return <Facts facts={facts} />;
}

const useStyles = makeStyles({
  links: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '240px', overflowY: 'auto' },
  link: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function JobLinks({ links }: { links: readonly JobLink[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.links}>
      {links.map(({ id, title, name, state }) => (
        <li key={id} className={styles.link}>
          {state ? (
            <>
              <StateIcon state={state} />
              <RouteLink to={`/platform/jobs/${id}`} label={`${one.title(title ?? name ?? '', id)}, ${messages.states[state]}`}>
                {one.title(title ?? name ?? '', id)}
              </RouteLink>
            </>
          ) : (
            <span className={styles.quiet}>{one.notKept(id)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
