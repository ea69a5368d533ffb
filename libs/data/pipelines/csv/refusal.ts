/** Why a value cannot be taken: a reason that reads after the name of the column ("amount has 3 decimal places, 2 are kept"). */
export class Refusal {
  constructor(readonly reason: string) {}
}

/** Turns the text of one value, never empty, into what the warehouse keeps. */
export type Reader<T> = (text: string) => T | Refusal;
