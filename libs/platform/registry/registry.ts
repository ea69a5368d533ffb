import type { Metric, ModuleSpec, RelationSpec } from '#core/kit';
import { brokenDeclarations, unknownModule } from './errors.js';
import { relationsOf } from './reach.js';
import { validateModules } from './validate.js';

/** All departments of this installation, validated. */
export class Registry {
  private readonly byId: Map<string, { module: ModuleSpec; relations: Map<string, RelationSpec> }>;

  /** Throws one Problem that lists every fault of every module. */
  constructor(readonly modules: readonly ModuleSpec[]) {
    const faults = validateModules(modules);
    if (faults.length > 0) throw brokenDeclarations(faults);
    this.byId = new Map(modules.map((module) => [module.id, { module, relations: relationsOf(module) }]));
  }

  /** The module with this id; a Problem (404) when there is none. */
  module(id: string): ModuleSpec {
    return this.entry(id).module;
  }

  /** The relations of a module by name. */
  relations(id: string): Map<string, RelationSpec> {
    return this.entry(id).relations;
  }

  metric(id: string, name: string): Metric | undefined {
    return this.module(id).metrics.find((m) => m.name === name);
  }

  /** The permissions that a role such as 'finance.controller' brings: 'finance.view', 'finance.costs.edit'. */
  permissionsOf(role: string): string[] {
    const [id, name] = role.split('.');
    const module = this.byId.get(id ?? '')?.module;
    const grants = module?.roles[name ?? ''] ?? [];
    return grants.flatMap((g) => g.actions.flatMap((a) => (g.on.length === 0 ? [`${id}.${a}`] : g.on.map((r) => `${id}.${r}.${a}`))));
  }

  /** Every role that exists: 'finance.viewer', 'finance.lead', … */
  roles(): string[] {
    return this.modules.flatMap((m) => Object.keys(m.roles).map((r) => `${m.id}.${r}`));
  }

  private entry(id: string) {
    const entry = this.byId.get(id);
    if (!entry) throw unknownModule(id, [...this.byId.keys()]);
    return entry;
  }
}
