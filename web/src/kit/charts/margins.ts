import type { Margin } from '@nivo/core';

/** Room around a plot over time: amounts to the left, months below, direct labels to the right. */
export const timePlotMargin = (right: number): Margin => ({ top: 12, right, bottom: 40, left: 56 });
