import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ModuleSpec } from '#core/kit';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { cron, Schedules, timingOf, usFederal, type When, workingDay } from '#platform/queue';
import { Registry } from '#platform/registry';
import { jobOf } from './run-job.js';

/** When modules run by themselves, as each declares: at the configured time of the night, or on a working day after a period's end. */
@Injectable()
export class Timetable implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly schedules: Schedules,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'nightlyAt' | 'timeZone'>,
  ) {}

  onModuleInit(): void {
    for (const module of this.registry.modules) {
      const when = this.whenOf(module);
      if (!when) continue;
      const { id, refresh } = module;
      const [name, title] =
        refresh === 'nightly'
          ? [`nightly:${id}`, `Nightly run of ${module.title}`]
          : [`period-end:${id}`, `Run of ${module.title} after a period’s end`];
      this.schedules.add({ name, title, when, missed: 'once', job: () => jobOf(id, 'nightly') });
    }
  }

  /** The next run of a module by the clock, ISO-8601 UTC; undefined when it runs by hand. Throws for an unknown module. */
  nextRunAt(module: string): string | undefined {
    const when = this.whenOf(this.registry.module(module));
    return when && timingOf(when, this.configuration.timeZone).next(new Date()).toISOString();
  }

  private whenOf({ refresh }: ModuleSpec): When | undefined {
    if (refresh === 'by hand') return undefined;
    if (refresh === 'nightly') return cron(this.configuration.nightlyAt);
    return workingDay({ nth: refresh.workingDay, after: refresh.after, at: refresh.at, calendar: usFederal });
  }
}
