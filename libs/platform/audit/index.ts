export { AuditModule } from './audit.module.js';
export { Audit, type Deed } from './audit.service.js';
export { AuditEvent } from './audit-event.entity.js';
