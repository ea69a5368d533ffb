import type { Tile } from '#core/kit';
import type { TileBody, View } from '../view.js';
import { breakdownTile } from './breakdown.js';
import { kpiTile } from './kpi.js';
import { lineTile } from './line.js';
import { stackedBarTile } from './stacked-bar.js';
import { statementTile } from './statement.js';

/** The figures of a tile, whatever its kind. */
export function buildTile(tile: Tile, view: View): Promise<TileBody> {
  switch (tile.tile) {
    case 'kpi':
      return kpiTile(tile, view);
    case 'line':
      return lineTile(tile, view);
    case 'bar':
    case 'table':
      return breakdownTile(tile, view);
    case 'stacked-bar':
      return stackedBarTile(tile, view);
    case 'statement':
      return statementTile(tile, view);
  }
}
