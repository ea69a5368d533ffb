import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');

interface Report {
  readonly summary: {
    readonly violations: { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly totalCruised: number;
  };
}

/** What dependency-cruiser says about a folder that has the project's layout. */
function cruise(folder: string): Report['summary'] {
  const tool = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = spawnSync(
    process.execPath,
    [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'api', 'libs', 'migrations', 'test', 'web'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (run.stdout === '') throw new Error(`dependency-cruiser said nothing: ${run.stderr}`);
  return (JSON.parse(run.stdout) as Report).summary;
}

const told = (summary: Report['summary']) => summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();

describe('The architecture', () => {
  it('has every arrow pointing down, through the doors', () => {
    const summary = cruise(project);
    expect(told(summary)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(50);
  });
});

const cleanHouse = {
  'api/src/main.ts': "import './departments/finance/b.js'; import './departments/fleet/index.js';",
  'api/src/app.module.ts': "import '#core/kit';",
  'api/src/departments/finance/b.ts': "import '#core/kit';",
  'api/src/departments/fleet/index.ts': "import '#core/kit';",
  'libs/core/kit/index.ts': 'export const kit = 1;',
  'libs/core/contract/index.ts': "export { Me } from './person.dto.js';",
  'libs/core/contract/person.dto.ts': "import 'class-validator'; export class Me {}",
  'libs/core/kernel/index.ts': "export { money } from './money.js';",
  'libs/core/kernel/money.ts': 'export const money = 1;',
  'libs/platform/queue/index.ts': "import '#core/kernel'; import './tx.js'; import './job.entity.js';",
  'libs/platform/queue/loop.ts': "import '#platform/queue';",
  'libs/platform/queue/tx.ts': "import type { EntityManager } from 'typeorm'; export const a = (tx: EntityManager) => tx;",
  'libs/platform/queue/job.entity.ts': "import { Entity } from 'typeorm'; @Entity() export class Job {}",
  'libs/platform/queue/queue.spec.ts': "import 'typeorm'; import './tx.js';",
  'migrations/index.ts': "import '../libs/core/kit/index.js';",
  'web/src/main.tsx': "import type { Me } from '#core/contract'; export const me = (m: Me) => m;",
};

const [queue, fleet] = ['libs/platform/queue', 'api/src/departments/fleet'];

/** What is wrong, the file it is planted in, its text, and the rule that has to find it there. */
const planted: [string, string, string, string][] = [
  ['a lower layer that looks up', 'libs/core/kit/up.ts', "import '#platform/queue';", 'core-looks-down-only'],
  ['a layer that knows the composition above it', `${queue}/up.ts`, "import '../../../api/src/main.js';", 'platform-looks-down-only'],
  ['a library entered past its door', `${queue}/past.ts`, "import '../../core/kernel/money.js';", 'through-the-door'],
  ['a program that enters past the door', 'api/src/past.ts', "import '../../libs/core/kernel/money.js';", 'through-the-door-from-outside'],
  ['a heavy dependency away from home', `${queue}/duck.ts`, "import '@duckdb/node-api';", '@duckdb/node-api-has-one-home'],
  [
    'TypeORM used for more than its types',
    `${queue}/orm.ts`,
    "import { DataSource } from 'typeorm'; new DataSource();",
    'typeorm-has-one-home',
  ],
  ['a core library that reads files', 'libs/core/kernel/reads.ts', "import 'node:fs';", 'core-is-pure'],
  ['a browser that imports server code', 'web/src/server.ts', "import '#platform/queue';", 'the-browser-sees-the-contract'],
  ['a browser that loads validators', 'web/src/values.ts', "import '#core/contract';", 'the-browser-takes-types-of-the-contract'],
  ['a server that imports browser code', `${queue}/web.ts`, "import '../../../web/src/main.js';", 'the-server-is-not-the-browser'],
  ['production code that imports a test', `${queue}/tested.ts`, "import './queue.spec.js';", 'no-tests-in-production'],
  ['a department that wants the whole app', `${fleet}/app.ts`, "import '../../app.module.js';", 'only-programs-compose'],
  ['code built on a program', 'api/src/on-main.ts', "import './main.js';", 'nobody-imports-a-program'],
  ['an import that leads nowhere', `${queue}/nowhere.ts`, "import './gone.js';", 'resolvable'],
  ['a file that nothing imports', `${queue}/dead.ts`, 'export const dead = 1;', 'no-orphans'],
  ['a department that imports another', `${fleet}/other.ts`, "import '../finance/b.js';", 'departments-stay-apart'],
  ['a declaration that sees more than the kit', `${fleet}/more.ts`, "import '#platform/queue';", 'a-declaration-sees-the-kit'],
  ['two files that need each other', `${queue}/index.ts`, "import './loop.js'; export const a = 1;", 'no-cycles'],
];

describe('The rules of direction', () => {
  let folder: string;
  let clean: Report['summary'];
  let found: Report['summary'];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jupiter-architecture-'));
    for (const file of ['.dependency-cruiser.cjs', 'package.json', 'test/architecture/layers.cjs', 'test/architecture/resolve.cjs']) {
      cpSync(join(project, file), join(folder, file));
    }
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [file, text] of Object.entries(cleanHouse)) write(file, text);
    clean = cruise(folder);
    for (const [, file, text] of planted) write(file, text);
    found = cruise(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function write(file: string, text: string) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }

  it('have nothing to say about a clean house', () => {
    expect(told(clean)).toEqual([]);
  });

  it.each(planted)('find %s', (_what, file, _text, rule) => {
    expect(told(found)).toContain(`${rule}: ${file}`);
  });

  it('say what to do instead', () => {
    const { forbidden } = jest.requireActual<{ forbidden: { comment?: string }[] }>('../../.dependency-cruiser.cjs');
    expect(forbidden.filter(({ comment }) => !comment || comment.length < 30)).toEqual([]);
  });
});
