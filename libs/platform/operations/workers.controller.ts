import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WorkerList } from '#core/contract';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Requires } from '#platform/identity';
import { Queue } from '#platform/queue';

/** The processes that run the jobs. */
@ApiTags('workers')
@Controller('api/platform/workers')
export class WorkersController {
  constructor(
    private readonly queue: Queue,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'queue'>,
  ) {}

  /** All processes of the queue, with their memory, what they run and why they were started again. */
  @Get()
  @Requires('platform.observe')
  async list(): Promise<WorkerList> {
    const memoryCapBytes = this.configuration.queue.memoryBytes;
    const workers = await this.queue.workers();
    return { workers: workers.map((worker) => (worker.role === 'supervisor' ? worker : { ...worker, memoryCapBytes })) };
  }
}
