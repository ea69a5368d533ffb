/** What was sold, planned and held in the small star: random, and the same in every run. */

export interface Line {
  readonly line: number;
  readonly period: string;
  readonly product: string;
  readonly shop: string | null;
  readonly channel: 'online' | 'counter';
  /** Cents. */
  readonly amount: bigint;
  readonly cost: bigint | null;
  readonly pieces: number;
}
export interface Held {
  readonly period: string;
  readonly product: string;
  readonly held: bigint;
}
export const PRODUCTS = ['P1', 'P2', 'P3', 'P4', 'P5'].map((product, i) => ({
  product,
  category: i % 2 === 0 ? 'Toys' : 'Tools',
  brand: i === 4 ? null : `B${i % 2}`,
  name: `Product ${i}`,
}));
export const SHOPS = ['S1', 'S2', 'S3'].map((shop, i) => ({ shop, region: i === 0 ? 'North' : 'South', name: `Shop ${i}`, open: i !== 2 }));
export const PERIODS = Array.from({ length: 18 }, (_, i) => ({
  period: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
  year: 2025 + Math.floor(i / 12),
}));

/** A row of numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Lines; P9 and S9 are in no dimension, some lines have no shop, some no cost; the counter sells no toys in 2026. */
export function linesOf(seed: number, howMany: number): Line[] {
  const next = numbers(seed);
  return Array.from({ length: howMany }, (_, i) => {
    const product = ['P1', 'P2', 'P3', 'P4', 'P5', 'P9'][next(6)] as string;
    const shop = ['S1', 'S2', 'S3', 'S9', null][next(5)] as string | null;
    const amount = BigInt(next(2_000_000)) - 400_000n;
    const cost = next(4) === 0 ? null : BigInt(next(1_000_000)) - 100_000n;
    return {
      line: i + 1,
      period: PERIODS[next(18)]!.period,
      product,
      shop,
      channel: next(3) === 0 ? 'online' : 'counter',
      amount,
      cost,
      pieces: next(9),
    };
  });
}

/** P1 is held in every period, P2 until the middle of 2025, P3 in the last period of 2025 only. */
export const heldOf = (seed: number): Held[] => {
  const next = numbers(seed);
  return PERIODS.flatMap(({ period: p }) =>
    ['P1', 'P2', 'P3']
      .filter((product) => product === 'P1' || (product === 'P2' ? p < '2025-07' : p === '2025-12'))
      .map((product) => ({ period: p, product, held: BigInt(next(900_000)) })),
  );
};

export interface Move {
  readonly move: number;
  readonly period: string;
  readonly product: string;
  /** Cents. */
  readonly amount: bigint;
}
/** What came and went, so that all of it until a period is what was held then; what is gone went in the period after. */
export function movesOf(held: readonly Held[]): Move[] {
  const next = numbers(17);
  const heldIn = (product: string, period: string | undefined) =>
    held.find((h) => h.product === product && h.period === period)?.held ?? 0n;
  const all = [...new Set(held.map((h) => h.product))].flatMap((product) =>
    PERIODS.flatMap(({ period: p }, i) => {
      const change = heldIn(product, p) - heldIn(product, PERIODS[i - 1]?.period);
      const first = BigInt(next(5_000));
      return change === 0n ? [] : [change - first, first].map((amount) => ({ period: p, product, amount }));
    }),
  );
  return all.map((move, i) => ({ move: i + 1, ...move }));
}

export interface Plan {
  readonly plan: string;
  readonly period: string;
  readonly product: string;
  readonly shop: string | null;
  /** Cents. */
  readonly amount: bigint;
}
export function plansOf(seed: number): Plan[] {
  const next = numbers(seed);
  return Array.from({ length: 300 }, (_, i) => ({
    plan: `PL-${i + 1}`,
    period: PERIODS[next(18)]!.period,
    product: ['P1', 'P2', 'P3', 'P4', 'P5', 'P9'][next(6)] as string,
    shop: ['S1', 'S2', 'S3', 'S9', null][next(5)] as string | null,
    amount: BigInt(next(3_000_000)) - 200_000n,
  }));
}
export const PLANS = plansOf(29);
