export { newDepartment } from './new-department.js';
