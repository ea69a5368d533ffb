import { makeStyles, tokens } from '@fluentui/react-components';
import type { JobStateName } from '#core/contract';

/** The states a person steers by, in the order of the bars: at work, about to, later, held back, lost. */
export const DEPTH: readonly JobStateName[] = ['running', 'ready', 'delayed', 'blocked', 'waiting', 'parked', 'dead'];

/** Held back by something else than time. */
export const HELD: readonly JobStateName[] = ['blocked', 'waiting', 'parked'];

const stripes = (turn: string, width: string) =>
  `repeating-linear-gradient(${turn}, ${tokens.colorNeutralForeground1} 0 2px, transparent 2px ${width})`;

/** The fill of each state; in high contrast, where colours are few, a pattern. */
export const useFills = makeStyles({
  running: { backgroundColor: tokens.colorPaletteForestBorderActive },
  ready: { backgroundColor: tokens.colorBrandStroke1 },
  delayed: { backgroundColor: tokens.colorNeutralStrokeAccessible },
  blocked: { backgroundColor: tokens.colorPalettePumpkinBorderActive },
  waiting: { backgroundColor: tokens.colorPaletteLilacBorderActive },
  parked: { backgroundColor: tokens.colorPaletteMarigoldBorderActive },
  dead: { backgroundColor: tokens.colorPaletteRedBorderActive },
  done: { backgroundColor: tokens.colorNeutralStroke1 },
  cancelled: { backgroundColor: tokens.colorNeutralStroke1 },
});

export const usePatterns = makeStyles({
  running: { backgroundColor: tokens.colorNeutralForeground1 },
  ready: { backgroundColor: 'transparent', backgroundImage: stripes('45deg', '5px') },
  delayed: { backgroundColor: 'transparent' },
  blocked: { backgroundColor: 'transparent', backgroundImage: stripes('90deg', '5px') },
  waiting: { backgroundColor: 'transparent', backgroundImage: stripes('0deg', '4px') },
  parked: { backgroundColor: 'transparent', backgroundImage: stripes('-45deg', '8px') },
  dead: { backgroundColor: 'transparent', backgroundImage: `${stripes('45deg', '5px')}, ${stripes('-45deg', '5px')}` },
  done: {},
  cancelled: {},
});
