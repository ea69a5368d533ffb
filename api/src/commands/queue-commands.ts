import type { Command } from 'commander';
import { cancelJob, countJobs, deadJobs, listJobs, pauseQueue, replayJob, showJob } from './jobs.js';
import { listSchedules, listWorkers, pauseSchedule, runSchedule } from './schedules.js';

/** `jobs`, `schedules` and `workers`: what the pages of the platform show and do, also while the app is stopped. */
export function addQueueCommands(program: Command): void {
  addJobs(program.command('jobs').description('see and steer the jobs of the queue'));
  addSchedules(program.command('schedules').description('see and steer what the clock enqueues'));
  printing(program.command('workers').description('the processes that run the jobs')).action(listWorkers);
}

function addJobs(jobs: Command): void {
  const list = jobs
    .command('list')
    .description('a page of jobs, newest first')
    .option('--state <states>', 'in any of these, comma-separated');
  selecting(printing(list)).action(listJobs);
  printing(jobs.command('show <id>').description('everything about one job')).action(showJob);
  printing(jobs.command('counts').description('how many jobs of each name are in which state')).action(countJobs);
  const cancel = jobs.command('cancel <id>').description('end a job, also a running one').option('--reason <text>', 'kept with the job');
  printing(cancel).action(cancelJob);
  const replay = jobs.command('replay <id>').description('run an ended job again');
  printing(replay.option('--payload <file>', 'with the JSON of this file; masks left in it keep the secrets')).action(replayJob);
  const dead = jobs.command('dead').description('the jobs that failed for good').option('--replay', 'run all of them again');
  selecting(printing(dead)).action(deadJobs);
  for (const deed of ['pause', 'resume'] as const)
    printing(jobs.command(`${deed} <name>`).description(deed === 'pause' ? 'start no more jobs of a name' : 'start them again')).action(
      (name, options) => pauseQueue(name, deed === 'pause', options),
    );
}

function addSchedules(schedules: Command): void {
  printing(schedules.command('list').description('all schedules with their next time')).action(listSchedules);
  for (const deed of ['pause', 'resume'] as const)
    printing(schedules.command(`${deed} <name>`).description(deed === 'pause' ? 'enqueue nothing more' : 'go on from now')).action(
      (name, options) => pauseSchedule(name, deed === 'pause', options),
    );
  printing(schedules.command('run <name>').description('enqueue its job now')).action(runSchedule);
}

const printing = (command: Command): Command => command.option('--json', 'print JSON, for scripts');

const selecting = (command: Command): Command =>
  command
    .option('--name <name>', 'of this name')
    .option('--key <key>', 'of this key')
    .option('--before <id>', 'older than this job')
    .option('--limit <jobs>', 'at most so many, up to 100');
