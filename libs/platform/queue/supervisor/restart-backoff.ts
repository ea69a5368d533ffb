const FIRST_MS = 20;
const LONGEST_MS = 30_000;
/** A process that lived this long did not die of being started. */
const SOUND_LIFE_MS = 10_000;

/** How long to wait before a place is filled again: doubled with each process that died young without having done anything. */
export class RestartBackoff {
  private useless = 0;

  /** `worked`: it brought a job to its end. */
  next(livedMs: number, worked: boolean): number {
    if (worked || livedMs >= SOUND_LIFE_MS) this.useless = 0;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** this.useless++);
  }
}
