import { Injectable } from '@nestjs/common';
import type { DashboardView, Filters, SnapshotStamp, TileQuery, TileResult } from '#core/contract';
import { stableJson } from '#core/kernel';
import type { Dashboard, ModuleSpec, Tile } from '#core/kit';
import { Gate } from '#insight/gate';
import type { Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { type Calendar, calendarOf, leadMetric } from './calendar.js';
import { filterViews, kpisOf, tileView } from './dashboard-view.js';
import { loadNotKept, noFiguresYet, unknownDashboard, unknownTile } from './errors.js';
import { choiceOf, filterColumns } from './filters.js';
import { TileCache } from './tile-cache.js';
import { buildTile } from './tiles/build-tile.js';
import { conditions, type View } from './view.js';

/** One person looking at one dashboard of one load: every figure of an answer comes from the same load. */
interface Look {
  readonly viewer: Viewer;
  readonly module: ModuleSpec;
  readonly dashboard: Dashboard;
  readonly stamp: SnapshotStamp;
}

/** Dashboards and their tiles, built from nothing but questions to the gate. Answers are JSON text, ready to send. */
@Injectable()
export class Dashboards {
  private readonly cache = new TileCache();

  constructor(
    private readonly registry: Registry,
    private readonly gate: Gate,
  ) {}

  /** A `DashboardView`: filters with the values they offer, and the frames of the tiles. */
  async view(viewer: Viewer, moduleId: string, dashboardId: string, asOf?: string): Promise<string> {
    const { module, dashboard } = this.find(moduleId, dashboardId);
    const stamp = this.gate.stamp(moduleId, asOf);
    if (!stamp && asOf !== undefined) throw loadNotKept(moduleId, asOf);
    if (!stamp) return JSON.stringify(this.frame(module, dashboard, null));
    const look = { viewer, module, dashboard, stamp };
    return this.remembered(look, ['view', this.gate.loads(moduleId).length], () => this.viewOf(look));
  }

  /** A `TileResult`. */
  async tile(viewer: Viewer, moduleId: string, dashboardId: string, tileId: string, query: TileQuery): Promise<string> {
    const { module, dashboard } = this.find(moduleId, dashboardId);
    const tiles = dashboard.rows.flat();
    const tile = tiles.find((t) => t.id === tileId);
    if (!tile)
      throw unknownTile(
        tileId,
        tiles.map((t) => t.id),
      );
    const stamp = this.gate.stamp(moduleId, query.asOf);
    if (!stamp) throw query.asOf === undefined ? noFiguresYet(moduleId) : loadNotKept(moduleId, query.asOf);
    const look = { viewer, module, dashboard, stamp };
    const filters = query.filters ?? {};
    return this.remembered(look, ['tile', tileId, filters], () => this.tileOf(look, tile, filters));
  }

  private find(moduleId: string, dashboardId: string): { module: ModuleSpec; dashboard: Dashboard } {
    const module = this.registry.module(moduleId);
    const dashboard = module.dashboards.find((d) => d.id === dashboardId);
    if (!dashboard)
      throw unknownDashboard(
        dashboardId,
        module.dashboards.map((d) => d.id),
      );
    return { module, dashboard };
  }

  /**
   * Kept by everything an answer depends on: the load and whether it is stale, and what the viewer may do. Whoever may not
   * see the module has a key that is never filled, because the gate refuses to answer it.
   */
  private remembered(
    { viewer, module, dashboard, stamp }: Look,
    question: readonly unknown[],
    compute: () => Promise<unknown>,
  ): Promise<string> {
    this.cache.live(module.id, this.gate.stamp(module.id)?.load ?? 0);
    const rights = viewer.permissions.filter((p) => p === '*' || p.startsWith(`${module.id}.`)).toSorted();
    const key = stableJson([dashboard.id, stamp, rights, viewer.roles.toSorted(), question]);
    return this.cache.answer(`${module.id}\n${key}`, compute);
  }

  private async viewOf(look: Look): Promise<DashboardView> {
    const { viewer, module, dashboard, stamp } = look;
    const offered = filterColumns(dashboard).filter((column) => column.name !== dashboard.period?.name);
    const [calendar, ...values] = await Promise.all([
      this.calendar(look),
      ...offered.map((column) => this.gate.values(viewer, module.id, column.name, String(stamp.load))),
    ]);
    const filters = filterViews(
      dashboard,
      calendar,
      new Map(offered.map((column, i): [string, string[]] => [column.name, values[i] ?? []])),
    );
    return { ...this.frame(module, dashboard, stamp), filters };
  }

  private frame(module: ModuleSpec, dashboard: Dashboard, snapshot: SnapshotStamp | null): DashboardView {
    const vocabulary = { module, relations: this.registry.relations(module.id) };
    return {
      id: dashboard.id,
      title: dashboard.title,
      ...(dashboard.describe === undefined ? {} : { describe: dashboard.describe }),
      module: module.id,
      filters: filterViews(dashboard, undefined, new Map()),
      rows: dashboard.rows.map((row) => row.map((tile) => tileView(tile, vocabulary))),
      snapshot,
      loads: this.gate.loads(module.id),
    };
  }

  private async tileOf(look: Look, tile: Tile, filters: Filters): Promise<TileResult> {
    const { viewer, module, dashboard, stamp } = look;
    const choice = choiceOf(dashboard, filters, await this.calendar(look));
    const asOf = String(stamp.load);
    const relations = this.registry.relations(module.id);
    const kpis = kpisOf(dashboard);
    const view: View = { module, relations, kpis, ...choice, ask: (query) => this.gate.query(viewer, module.id, { ...query, asOf }) };
    const body = await buildTile(tile, view);
    return { id: tile.id, title: tile.title, tile: tile.tile, ...body, where: conditions(view), snapshot: stamp };
  }

  /** The periods of a dashboard, found once per load. */
  private async calendar(look: Look): Promise<Calendar | undefined> {
    const { viewer, module, dashboard, stamp } = look;
    const period = dashboard.period?.name;
    if (period === undefined) return undefined;
    const asOf = String(stamp.load);
    const lead = leadMetric(dashboard);
    const text = await this.remembered(look, ['calendar'], async () => {
      const [values, figures] = await Promise.all([
        this.gate.values(viewer, module.id, period, asOf),
        lead ? this.gate.query(viewer, module.id, { metrics: [lead.name], by: [period], asOf }) : undefined,
      ]);
      return calendarOf(values, figures);
    });
    return JSON.parse(text) as Calendar;
  }
}
