import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ExportQuery } from '#core/contract';
import { Problem } from '#core/kernel';
import { CurrentViewer, RequiresModule, type Viewer } from '#platform/identity';
import { CSV_TYPE, type ExportFile, XLSX_TYPE } from './export-file.js';
import { Exports } from './exports.service.js';

/** Files of figures. */
@ApiTags('exports')
@Controller('modules/:module/export')
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
    @Req() request: Request & { id?: string },
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.exports.open(viewer, module, query, new Date(), request.id);
    await send(file, response);
  }
}

/** Once bytes have left there is no status to send any more: a broken connection says that the file is not whole. */
async function send(file: ExportFile, response: Response): Promise<void> {
  response.status(200).set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Jupiter-Snapshot': file.snapshot,
  });
  try {
    await file.writeTo(response);
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
    if (!(error instanceof Problem && error.code === 'exports.reader-gone')) throw error;
  }
}
