import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BulkAnswer, CancelSelection, JobSelection } from '#core/contract';
import { CurrentViewer, Requires, type Viewer } from '#platform/identity';
import { JobBulk } from './job-bulk.service.js';

/** Many jobs at once. */
@ApiTags('jobs')
@Controller('api/platform/jobs')
export class JobsBulkController {
  constructor(private readonly bulk: JobBulk) {}

  /** Cancels up to 1,000 jobs, named by ids or by conditions, or says how many it would be. */
  @Post('cancel')
  @HttpCode(200)
  @Requires('platform.operate')
  cancel(@CurrentViewer() viewer: Viewer, @Body() selection: CancelSelection): Promise<BulkAnswer> {
    return this.bulk.cancel(viewer, selection);
  }

  /** Replays up to 1,000 ended jobs, named by ids or by conditions, or says how many it would be. */
  @Post('replay')
  @HttpCode(200)
  @Requires('platform.operate')
  replay(@CurrentViewer() viewer: Viewer, @Body() selection: JobSelection): Promise<BulkAnswer> {
    return this.bulk.replay(viewer, selection);
  }
}
