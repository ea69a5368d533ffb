import { tokens } from '@fluentui/react-components';

/** The chart library's look, all in tokens: a change of theme recolours at once, without drawing again. */
export const chartTheme = {
  background: 'transparent',
  text: { fontFamily: tokens.fontFamilyBase, fontSize: 12, fill: tokens.colorNeutralForeground2 },
  axis: {
    domain: { line: { stroke: 'transparent' } },
    ticks: {
      line: { stroke: 'transparent' },
      text: { fill: tokens.colorNeutralForeground2, fontSize: 12, fontFamily: tokens.fontFamilyBase },
    },
  },
  grid: { line: { stroke: tokens.colorNeutralStroke2, strokeWidth: 1, strokeDasharray: '2 4' } },
  crosshair: { line: { stroke: tokens.colorNeutralStrokeAccessible, strokeOpacity: 1, strokeDasharray: '3 3' } },
  tooltip: { container: { background: 'transparent', padding: 0, boxShadow: 'none' } },
};

/** Pixels a text needs at the charts' size, near enough to leave room for it. */
export const textWidth = (text: string): number => Math.ceil(text.length * 6.9);

/** The text, cut so that it fits `pixels`. */
export const fitted = (text: string, pixels: number): string => {
  const letters = Math.floor(pixels / 6.9);
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
};
