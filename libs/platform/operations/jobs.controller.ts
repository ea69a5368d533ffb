import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CancelRequest, JobDetail, JobPage, JobQuery, QueueCounts, ReplayRequest } from '#core/contract';
import { CurrentViewer, Requires, type Viewer } from '#platform/identity';
import { JobSteering } from './job-steering.service.js';
import { JobViews } from './job-views.service.js';

/** The jobs of the queue, one by one. */
@ApiTags('jobs')
@Controller('api/platform/jobs')
export class JobsController {
  constructor(
    private readonly views: JobViews,
    private readonly steering: JobSteering,
  ) {}

  /** A page of jobs, newest first. */
  @Get()
  @Requires('platform.observe')
  list(@Query() query: JobQuery): Promise<JobPage> {
    return this.views.page(query);
  }

  /** How many jobs of each name are in which state. */
  @Get('counts')
  @Requires('platform.observe')
  counts(): Promise<QueueCounts> {
    return this.views.counts();
  }

  /** One job with its history, its payload (secrets masked) and the jobs beside it. */
  @Get(':id')
  @Requires('platform.observe')
  show(@Param('id') id: string): Promise<JobDetail> {
    return this.views.detail(id);
  }

  /** Cancels it: at once, or within 5 s when it runs. Refused with 409 when it has ended. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('platform.operate')
  cancel(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() { reason }: CancelRequest): Promise<JobDetail> {
    return this.steering.cancel(viewer, id, reason);
  }

  /** Runs an ended job again from the start, with its payload or an edited one. Refused with 409 when it has not ended. */
  @Post(':id/replay')
  @HttpCode(200)
  @Requires('platform.operate')
  replay(@CurrentViewer() viewer: Viewer, @Param('id') id: string, @Body() { payload }: ReplayRequest): Promise<JobDetail> {
    return this.steering.replay(viewer, id, payload);
  }
}
