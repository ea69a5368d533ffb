/** One thing that is wrong with a declaration: where it is, what it is and what to do about it. */
export interface Fault {
  readonly module: string;
  /** Where in the declaration, e.g. 'models.gl_month.grain'. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Collects faults below one path of one module. */
export class FaultList {
  constructor(
    private readonly module: string,
    private readonly faults: Fault[],
    private readonly path: readonly string[] = [],
  ) {}

  /** The same list, one step deeper. */
  at(...steps: readonly string[]): FaultList {
    return new FaultList(this.module, this.faults, [...this.path, ...steps]);
  }

  add(message: string, remedy: string): void {
    this.faults.push({ module: this.module, path: this.path.join('.'), message, remedy });
  }

  /** Adds a fault for every name that stands more than once. */
  duplicates(names: readonly string[], what: string): void {
    const twice = new Set(names.filter((n, i) => names.indexOf(n) !== i));
    for (const name of twice) this.add(`Two ${what} are called '${name}'.`, `Rename one of them: names are unique within a module.`);
  }
}
