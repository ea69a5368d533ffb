import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.service.js';

/** Gives every module the `Audit`. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
