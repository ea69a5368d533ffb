/**
 * The sixteen faults on real processes, each with many seeds. JUPITER_SEED=n repeats a run from its first seed on, --fault=n,n takes
 * some faults only, --seeds=n another number of seeds than 20, --at-once=n as many at the same time instead of 2.
 */
import { type Fault, type Proof, Unable } from './fault.js';
import { faults } from './faults.js';

const option = (name: string, otherwise: number) =>
  Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const seeds = option('seeds', 20);
const only = process.argv
  .find((each) => each.startsWith('--fault='))
  ?.split(/[=,]/)
  .slice(1)
  .map(Number);
const atOnce = option('at-once', 2);
const first = Number(process.env['JUPITER_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Row {
  readonly fault: Fault;
  readonly proofs: readonly Proof[];
  readonly broken: readonly string[];
  readonly unable?: string;
}

async function proveAll(fault: Fault): Promise<Row> {
  const [proofs, broken]: [Proof[], string[]] = [[], []];
  const line = Array.from({ length: seeds }, (_, index) => first + index);
  let unable: string | undefined;
  const worker = async () => {
    for (let seed = line.shift(); seed !== undefined && !unable; seed = line.shift()) {
      try {
        const proof = await fault.prove(seed, 'full');
        proofs.push(proof);
        if (proof.lost + proof.doubled + proof.innocentsDead > 0) broken.push(`seed ${seed}: ${JSON.stringify(proof)}`);
      } catch (error) {
        if (error instanceof Unable) unable = error.message;
        else broken.push(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { fault, proofs, broken, unable };
}

const columns = [3, 58, 6, 8, 5, 8, 10] as const;
const cells = (...texts: (string | number)[]) =>
  texts.map((text, index) => (index === 1 ? String(text).padEnd(columns[1]) : String(text).padStart(columns[index] ?? 0))).join(' ');
const sum = (proofs: readonly Proof[], of: (proof: Proof) => number) => proofs.reduce((total, proof) => total + of(proof), 0);

function show({ fault: { number, title }, proofs, broken, unable }: Row): void {
  if (unable) {
    say(`${cells(number, title, 0)} not here: ${unable}`);
    return;
  }
  const figures = [
    sum(proofs, (proof) => proof.jobs),
    sum(proofs, (proof) => proof.lost),
    sum(proofs, (proof) => proof.doubled),
    sum(proofs, (proof) => proof.innocentsDead),
  ];
  say(`${cells(number, title, proofs.length, ...figures)}  ${proofs.at(-1)?.noted ?? ''}`);
  for (const words of broken)
    say(`    BROKEN (JUPITER_SEED=${words.split(':')[0]?.slice(5)} --fault=${number} --seeds=1 repeats it) ${words}`);
}

const chosen = only ? only.flatMap((number) => faults.filter((fault) => fault.number === number)) : faults;

async function main(): Promise<void> {
  say(`First seed ${first}.`);
  say(`${cells('', 'fault', 'seeds', 'jobs', 'lost', 'doubled', 'innocents')}  the last seed`);
  let broken = 0;
  for (const fault of chosen) {
    const row = await proveAll(fault);
    show(row);
    broken += row.broken.length;
  }
  say(broken === 0 ? 'Nothing was lost, doubled or killed innocently.' : `${broken} runs broke a promise.`);
  process.exitCode = broken === 0 ? 0 : 1;
}

void main();
