export { formatResult, type ResultFormat } from './format-result.js';
export { Gate } from './gate.js';
export { GateModule } from './gate.module.js';
export { hasRows, metricFor, partsOfRatio } from './terms.js';
