import { colourOf, type Series } from './series';

/** How one line is drawn. The dash tells lines apart where colour does not: in print and in high contrast. */
export interface LineLook {
  readonly colour: string;
  readonly width: number;
  readonly dash: string | undefined;
}

const DASHES = [undefined, '8 3', '2 3', '10 3 2 3', '5 2', '1 4'] as const;

export function lineLooks(series: readonly Series[]): LineLook[] {
  let actuals = 0;
  return series.map(({ look }, index) => {
    const colour = colourOf(series, index);
    if (look === 'plan') return { colour, width: 1.75, dash: '6 4' };
    if (look === 'past') return { colour, width: 1.5, dash: '1.5 3' };
    return { colour, width: 2.5, dash: DASHES[actuals++ % DASHES.length] };
  });
}
