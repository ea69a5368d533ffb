export type { Greenfield } from './generate.js';
export { generateGreenfield } from './generate.js';
