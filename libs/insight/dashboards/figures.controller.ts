import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GateResult, MetricQuery, RowsQuery, RowsResult } from '#core/contract';
import { Gate } from '#insight/gate';
import { CurrentViewer, RequiresModule, type Viewer } from '#platform/identity';
import { ValuesQuery } from './figures.dto.js';

/** The gate over HTTP: figures, the values of a dimension, the rows behind a figure. */
@ApiTags('figures')
@Controller('api/modules/:module')
export class FiguresController {
  constructor(private readonly gate: Gate) {}

  /** Figures by dimensions. */
  @Post('query')
  @HttpCode(200)
  @RequiresModule('view')
  query(@CurrentViewer() viewer: Viewer, @Param('module') module: string, @Body() query: MetricQuery): Promise<GateResult> {
    return this.gate.query(viewer, module, query);
  }

  /** The values of a dimension, to choose from. */
  @Get('values')
  @RequiresModule('view')
  values(@CurrentViewer() viewer: Viewer, @Param('module') module: string, @Query() query: ValuesQuery): Promise<string[]> {
    return this.gate.values(viewer, module, query.dimension, query.asOf);
  }

  /** A page of the rows behind a figure, whose contributions add up to it. */
  @Post('rows')
  @HttpCode(200)
  @RequiresModule('view')
  rows(@CurrentViewer() viewer: Viewer, @Param('module') module: string, @Body() query: RowsQuery): Promise<RowsResult> {
    return this.gate.rows(viewer, module, query);
  }
}
