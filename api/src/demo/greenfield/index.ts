export { generateGreenfield } from './generate.js';
