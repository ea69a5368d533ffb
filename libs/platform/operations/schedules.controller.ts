import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScheduleList, ScheduleRow, ScheduleRun } from '#core/contract';
import { CurrentViewer, Requires, type Viewer } from '#platform/identity';
import { ScheduleSteering } from './schedule-steering.service.js';

/** What is enqueued by the clock. */
@ApiTags('schedules')
@Controller('api/platform/schedules')
export class SchedulesController {
  constructor(private readonly steering: ScheduleSteering) {}

  /** All schedules with their next times. */
  @Get()
  @Requires('platform.observe')
  list(): ScheduleList {
    return this.steering.list();
  }

  /** Enqueues nothing more by the clock. */
  @Post(':name/pause')
  @HttpCode(200)
  @Requires('platform.operate')
  pause(@CurrentViewer() viewer: Viewer, @Param('name') name: string): Promise<ScheduleRow> {
    return this.steering.pause(viewer, name);
  }

  /** Enqueues by the clock again, from now on. */
  @Post(':name/resume')
  @HttpCode(200)
  @Requires('platform.operate')
  resume(@CurrentViewer() viewer: Viewer, @Param('name') name: string): Promise<ScheduleRow> {
    return this.steering.resume(viewer, name);
  }

  /** Enqueues its job now, whatever the clock says and also while it is paused. */
  @Post(':name/run')
  @HttpCode(202)
  @Requires('platform.operate')
  run(@CurrentViewer() viewer: Viewer, @Param('name') name: string): Promise<ScheduleRun> {
    return this.steering.run(viewer, name);
  }
}
