import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { QueueRow } from '#core/contract';
import { CurrentViewer, Requires, type Viewer } from '#platform/identity';
import { JobSteering } from './job-steering.service.js';

/** The names of jobs, each a queue of its own. */
@ApiTags('jobs')
@Controller('api/platform/queues/:name')
export class QueuesController {
  constructor(private readonly steering: JobSteering) {}

  /** Starts no more jobs of the name; what runs goes on. */
  @Post('pause')
  @HttpCode(200)
  @Requires('platform.operate')
  pause(@CurrentViewer() viewer: Viewer, @Param('name') name: string): Promise<QueueRow> {
    return this.steering.pause(viewer, name, true);
  }

  /** Starts jobs of the name again. */
  @Post('resume')
  @HttpCode(200)
  @Requires('platform.operate')
  resume(@CurrentViewer() viewer: Viewer, @Param('name') name: string): Promise<QueueRow> {
    return this.steering.pause(viewer, name, false);
  }
}
