import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DashboardView, TileQuery, TileResult } from '#core/contract';
import { CurrentViewer, RequiresModule, type Viewer } from '#platform/identity';
import { Dashboards } from './dashboards.service.js';
import { AsOfQuery } from './figures.dto.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Dashboards as the browser draws them. Answers come from the cache as text, so they are sent as they are. */
@ApiTags('dashboards')
@Controller('api/modules/:module/dashboards/:dashboard')
export class DashboardsController {
  constructor(private readonly dashboards: Dashboards) {}

  /** A dashboard: its filters with the values they offer, and its tiles without figures. */
  @Get()
  @RequiresModule('view')
  @Header('content-type', JSON_TYPE)
  @ApiOkResponse({ type: DashboardView })
  view(
    @CurrentViewer() viewer: Viewer,
    @Param('module') module: string,
    @Param('dashboard') dashboard: string,
    @Query() { asOf }: AsOfQuery,
  ): Promise<string> {
    return this.dashboards.view(viewer, module, dashboard, asOf);
  }

  /** A tile with its figures, under the filters sent. */
  @Post('tiles/:tile')
  @HttpCode(200)
  @RequiresModule('view')
  @Header('content-type', JSON_TYPE)
  @ApiOkResponse({ type: TileResult })
  tile(
    @CurrentViewer() viewer: Viewer,
    @Param('module') module: string,
    @Param('dashboard') dashboard: string,
    @Param('tile') tile: string,
    @Body() query: TileQuery,
  ): Promise<string> {
    return this.dashboards.tile(viewer, module, dashboard, tile, query);
  }
}
