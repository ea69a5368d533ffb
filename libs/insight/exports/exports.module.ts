import { Module } from '@nestjs/common';
import { DashboardsModule } from '#insight/dashboards';
import { GateModule } from '#insight/gate';
import { ExportLog } from './export-log.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';

@Module({ imports: [DashboardsModule, GateModule], controllers: [ExportsController], providers: [Exports, ExportLog] })
export class ExportsModule {}
