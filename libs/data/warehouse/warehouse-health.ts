import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { type Finding, HealthChecks } from '#platform/observability';
import { Warehouse } from './warehouse.js';

/** Adds the warehouse to what must be well: the newest load of every module can be opened. */
@Injectable()
export class WarehouseHealth implements OnModuleInit {
  constructor(
    private readonly warehouse: Warehouse,
    /** A program without probes has none. */
    @Optional() private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks?.add('warehouse', () => this.look());
  }

  private async look(): Promise<Finding> {
    const snapshots = this.warehouse.modules().flatMap((module) => this.warehouse.snapshot(module) ?? []);
    for (const snapshot of snapshots) await this.warehouse.read(snapshot, 'select 1', [], { deadlineMs: 2_000 });
    return { ok: true, detail: snapshots.map(({ module, load }) => `${module}: load ${load}`).join(', ') || 'no figures yet' };
  }
}
