import { Module } from '@nestjs/common';
import { Gate } from './gate.js';

/** Needs the global modules of the registry and the warehouse. */
@Module({ providers: [Gate], exports: [Gate] })
export class GateModule {}
