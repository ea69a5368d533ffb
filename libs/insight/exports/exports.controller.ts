import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ExportQuery } from '#core/contract';
import { CurrentViewer, RequiresModule, type Viewer } from '#platform/identity';
import { CSV_TYPE, type ExportFile, XLSX_TYPE } from './export-file.js';
import { Exports } from './exports.service.js';

/** Files of figures. */
@ApiTags('exports')
@Controller('api/modules/:module/export')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  /** A tile, or the rows behind a figure, as a csv or xlsx file. */
  @Post()
  @HttpCode(200)
  @RequiresModule('export')
  @ApiProduces(CSV_TYPE, XLSX_TYPE)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(
    @CurrentViewer() viewer: Viewer,
    @Param('module') module: string,
    @Body() query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.exports.open(viewer, module, query, new Date());
    await send(file, response);
  }
}

/** Once bytes have left there is no status to send any more: the connection is broken off, and the file is not whole. */
async function send(file: ExportFile, response: Response): Promise<void> {
  response.status(200).set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'private, no-store',
    'X-Jupiter-Snapshot': file.snapshot,
  });
  await file.writeTo(response);
  response.end();
}
