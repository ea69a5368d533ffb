import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WorkerList } from '#core/contract';
import { Requires } from '#platform/identity';
import { Queue } from '#platform/queue';

/** The processes that run the jobs. */
@ApiTags('workers')
@Controller('api/platform/workers')
export class WorkersController {
  constructor(private readonly queue: Queue) {}

  /** All processes of the queue, with their memory, what they run and why they were started again. */
  @Get()
  @Requires('platform.observe')
  async list(): Promise<WorkerList> {
    return { workers: await this.queue.workers() };
  }
}
