import { Module } from '@nestjs/common';
import { GateModule } from '#insight/gate';
import { DashboardsController } from './dashboards.controller.js';
import { Dashboards } from './dashboards.service.js';
import { FiguresController } from './figures.controller.js';

@Module({
  imports: [GateModule],
  controllers: [DashboardsController, FiguresController],
  providers: [Dashboards],
  exports: [Dashboards],
})
export class DashboardsModule {}
