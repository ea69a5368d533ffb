export { metricsOf, metricView } from './dashboard-view.js';
export { DashboardsModule } from './dashboards.module.js';
export { Dashboards } from './dashboards.service.js';
