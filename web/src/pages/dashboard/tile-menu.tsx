import { MenuDivider, MenuItem } from '@fluentui/react-components';
import type { ExportQuery, TileView } from '#core/contract';
import { messages } from '../../shell/messages';

interface Props {
  readonly tile: TileView;
  readonly asTable: boolean;
  readonly onToggleTable: () => void;
  readonly onExplain: () => void;
  /** Absent for a person who may only look. */
  readonly onExport: ((format: ExportQuery['format']) => void) | undefined;
}

/** What can be done with a tile: see it as a table, take it away, ask what it means. */
export function TileMenu({ tile, asTable, onToggleTable, onExplain, onExport }: Props) {
  const isTable = tile.tile === 'table' || tile.tile === 'statement';
  return (
    <>
      {isTable ? null : <MenuItem onClick={onToggleTable}>{asTable ? messages.tile.showChart : messages.tile.showTable}</MenuItem>}
      {onExport ? (
        <>
          <MenuItem onClick={() => onExport('csv')}>{messages.tile.exportCsv}</MenuItem>
          <MenuItem onClick={() => onExport('xlsx')}>{messages.tile.exportExcel}</MenuItem>
          <MenuDivider />
        </>
      ) : null}
      <MenuItem onClick={onExplain}>{messages.tile.whatIs}</MenuItem>
    </>
  );
}
