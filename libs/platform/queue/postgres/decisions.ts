import type { EntityManager } from 'typeorm';
import { type Backoff, DEFAULT_BACKOFF, type JobRules } from '../contract/definition.js';
import type { LeftBehind } from '../contract/engine.js';
import type { Start } from './claiming.js';
import { type Decided, decideEnd, decideLeaving, decideStart, EffectSpoils, type Scene } from './deciding.js';
import type { Desk, Told } from './desk.js';
import type { Ledger } from './ledger.js';
import type { Verdict } from './operation.js';

/** What came of something told: of an end, or of a leaving. */
export type Answer = Decided | LeftBehind;

/** Takes an engine's decisions in the app's own file, many in one transaction. */
export class Decisions {
  private readonly backoffs: ReadonlyMap<string, Backoff>;

  constructor(
    private readonly ledger: Ledger,
    private readonly desk: Desk,
    rules: readonly JobRules[],
  ) {
    this.backoffs = new Map(rules.map(({ name, backoff }) => [name, backoff]));
  }

  /** Decides everything, or nothing when it throws. An effect that rolls back the whole transaction is refused in a second one. */
  async onTold(told: readonly Told[]): Promise<{ answers: Answer[]; verdicts: ReadonlyMap<string, Verdict> }> {
    const spoilers = new Map<string, string>();
    for (;;) {
      try {
        return await this.ledger.storage.write((tx) => this.all(this.scene(tx, spoilers), told));
      } catch (error) {
        if (!(error instanceof EffectSpoils)) throw error;
        spoilers.set(error.start, error.message);
      }
    }
  }

  /** True for those that may be handed out. */
  onFetched(fetched: readonly Start[]): Promise<boolean[]> {
    return this.ledger.storage.write(async (tx) => {
      const scene = this.scene(tx, new Map());
      const answers: boolean[] = [];
      for (const start of fetched) answers.push(await decideStart(scene, start, this.desk.isOpen(start.executor)));
      return answers;
    });
  }

  private async all(scene: Scene, told: readonly Told[]): Promise<{ answers: Answer[]; verdicts: ReadonlyMap<string, Verdict> }> {
    const answers: Answer[] = [];
    for (const each of told) {
      const held = this.desk.heldBy(each.executor);
      answers.push(each.kind === 'end' ? await decideEnd(scene, held, each.end) : await decideLeaving(scene, held, each.why));
    }
    return { answers, verdicts: scene.verdicts };
  }

  private scene(tx: EntityManager, spoilers: ReadonlyMap<string, string>): Scene {
    const backoff = (name: string) => this.backoffs.get(name) ?? DEFAULT_BACKOFF;
    return { tx, ledger: this.ledger, backoff, spoilers, verdicts: new Map() };
  }
}
