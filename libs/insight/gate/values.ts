import type { RelationSpec } from '#core/kit';
import type { Vocabulary } from './compile.js';
import { column, dimensionOf, relationsWith } from './dimensions.js';

const MOST_VALUES = 10_000;

/** The SQL that lists what a dimension holds in the relations that the module's metrics read. Throws for an unknown name. */
export function compileValues({ module, relations, tableOf }: Vocabulary, name: string): { sql: string } {
  const found = relationsWith(relations, module.metrics, name);
  const [metric] = module.metrics;
  const asked = found.length > 0 || !metric ? found : [relations.get(metric.relation) as RelationSpec];
  const each = asked.map((relation) => {
    const owner = module.metrics.find((m) => m.relation === relation.name)?.name ?? '';
    const { key, joined } = dimensionOf(relations, relation, owner, name);
    if (!joined) return `select ${column('t', key)} as v from ${tableOf(relation)} t`;
    const keys = `select ${column('t', key)} from ${tableOf(relation)} t`;
    return `select ${column('d', joined.column)} as v from ${tableOf(joined.relation)} d where ${column('d', joined.on)} in (${keys})`;
  });
  return { sql: `select distinct v from (${each.join(' union all ')}) where v is not null order by v limit ${MOST_VALUES}` };
}
