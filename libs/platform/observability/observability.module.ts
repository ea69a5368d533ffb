import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { EventLoopWatch } from './event-loop-watch.js';
import { HealthController } from './health.controller.js';
import { HealthChecks } from './health-checks.js';
import { JupiterLogger } from './jupiter-logger.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { PlatformHealth } from './platform-health.js';
import { ProblemFilter } from './problem.filter.js';
import { QueueMetrics } from './queue-metrics.js';
import { RequestLog } from './request-log.js';

/** Logs, problems, metrics and health for the whole app. Needs the configuration, storage, identity and queue modules, which are global. */
@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [
    { provide: JupiterLogger, inject: [CONFIGURATION], useFactory: (configuration: Configuration) => new JupiterLogger(configuration) },
    EventLoopWatch,
    HealthChecks,
    Metrics,
    PlatformHealth,
    QueueMetrics,
    RequestLog,
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [HealthChecks, JupiterLogger, Metrics, RequestLog],
})
export class ObservabilityModule {}
