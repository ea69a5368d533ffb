import { MenuDivider, MenuItem } from '@fluentui/react-components';
import type { DashboardView, ExportQuery, TileView } from '#core/contract';
import type { Lens } from '../../api/dashboards';
import { messages } from '../../shell/messages';
import { useMe } from '../../shell/session-gate';
import { useExport } from './use-export';

interface Props {
  readonly view: DashboardView;
  readonly tile: TileView;
  readonly lens: Lens;
  readonly asTable: boolean;
  readonly onToggleTable: () => void;
  readonly onExplain: () => void;
}

/** What can be done with a tile: see it as a table, take it away, ask what it means. */
export function TileMenu({ view, tile, lens, asTable, onToggleTable, onExplain }: Props) {
  const exportTo = useExport(view.module);
  const mayExport =
    useMe()
      .modules.find(({ id }) => id === view.module)
      ?.actions.includes('export') ?? false;
  const isTable = tile.tile === 'table' || tile.tile === 'statement';
  const take = (format: ExportQuery['format']) =>
    exportTo({ format, dashboard: view.id, tile: tile.id, filters: lens.filters, ...(lens.asOf ? { asOf: lens.asOf } : {}) });
  return (
    <>
      {isTable ? null : <MenuItem onClick={onToggleTable}>{asTable ? messages.tile.showChart : messages.tile.showTable}</MenuItem>}
      {mayExport ? (
        <>
          <MenuItem onClick={() => take('csv')}>{messages.tile.exportCsv}</MenuItem>
          <MenuItem onClick={() => take('xlsx')}>{messages.tile.exportExcel}</MenuItem>
          <MenuDivider />
        </>
      ) : null}
      <MenuItem onClick={onExplain}>{messages.tile.whatIs}</MenuItem>
    </>
  );
}
