import { createReadStream } from 'node:fs';
import { Controller, Get, HttpCode, type MessageEvent, Param, Post, Sse, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { interval, map, merge, type Observable, of, switchMap } from 'rxjs';
import { RunList, RunView } from '#core/contract';
import { CurrentViewer, RequiresModule, type Viewer } from '#platform/identity';
import { Rejects } from './rejects.service.js';
import { isUnderWay, Runs } from './runs.service.js';

/** Lets proxies and browsers know that a quiet stream is alive. */
const HEARTBEAT_MS = 15_000;
const heartbeats = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ comment: 'still under way' })));

/** The runs of a module. */
@ApiTags('runs')
@Controller('api/modules/:module/runs')
export class RunsController {
  constructor(
    private readonly runs: Runs,
    private readonly rejected: Rejects,
  ) {}

  /** The newest runs, the snapshot that is shown, and the next nightly run. */
  @Get()
  @RequiresModule('view')
  list(@Param('module') module: string): Promise<RunList> {
    return this.runs.list(module);
  }

  /** Asks for a run; answers the one under way when there is one. */
  @Post()
  @HttpCode(202)
  @RequiresModule('run')
  request(@Param('module') module: string, @CurrentViewer() viewer: Viewer): Promise<RunView> {
    return this.runs.request(viewer, module);
  }

  /** One run with its steps and checks. */
  @Get(':run')
  @RequiresModule('view')
  show(@Param('module') module: string, @Param('run') run: string): Promise<RunView> {
    return this.runs.view(module, run);
  }

  /** The run whenever it changes, as server-sent events, until it is over. */
  @Sse(':run/events')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: RunView, description: 'Events whose data is the run.' })
  @RequiresModule('view')
  async events(@Param('module') module: string, @Param('run') run: string): Promise<Observable<MessageEvent>> {
    const changes = await this.runs.watch(module, run);
    return changes.pipe(switchMap((view) => (isUnderWay(view) ? merge(of({ data: view }), heartbeats) : of({ data: view }))));
  }

  /** The rejected rows of one source: file, line, column, value, reason. */
  @Get(':run/rejects/:source')
  @RequiresModule('view')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async rejects(
    @CurrentViewer() viewer: Viewer,
    @Param('module') module: string,
    @Param('run') run: string,
    @Param('source') source: string,
  ): Promise<StreamableFile> {
    const file = await this.rejected.take(viewer, module, run, source);
    const disposition = `attachment; filename="${module}-${source}-rejects.csv"`;
    return new StreamableFile(createReadStream(file), { type: 'text/csv; charset=utf-8', disposition });
  }
}
