import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { cron, Schedules, timingOf } from '#platform/queue';
import { Registry } from '#platform/registry';
import { jobOf } from './run-job.js';

/** When modules run by themselves: each one that refreshes nightly, at the configured time in the configured zone. */
@Injectable()
export class Timetable implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly schedules: Schedules,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'nightlyAt' | 'timeZone'>,
  ) {}

  onModuleInit(): void {
    const when = cron(this.configuration.nightlyAt);
    for (const { id, title, refresh } of this.registry.modules) {
      if (refresh === 'nightly')
        this.schedules.add({
          name: `nightly:${id}`,
          title: `Nightly run of ${title}`,
          when,
          missed: 'once',
          job: () => jobOf(id, 'nightly'),
        });
    }
  }

  /** The next nightly run of a module, ISO-8601 UTC; undefined when it runs by hand. Throws for an unknown module. */
  nextRunAt(module: string): string | undefined {
    if (this.registry.module(module).refresh !== 'nightly') return undefined;
    const { nightlyAt, timeZone } = this.configuration;
    return timingOf(cron(nightlyAt), timeZone).next(new Date()).toISOString();
  }
}
