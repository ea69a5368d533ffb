export { BarChart } from './bar-chart';
export { LineChart } from './line-chart';
export { StackedBarChart } from './stacked-bar-chart';
