import { describeHistories } from './histories/histories.js';
import { sqlitePlace } from './sqlite-place.js';
import { describeEngine } from './suite.js';

/** So many for every run of the tests; whoever looks for trouble sets more. */
const histories = Number(process.env['JUPITER_HISTORIES'] ?? 3);

describeEngine('SQLite', () => sqlitePlace());
describeHistories('SQLite', () => sqlitePlace(), { histories, steps: 250 });

const throughTheEngine = () => sqlitePlace(undefined, 'through the engine');
describeEngine('SQLite (adding through its thread)', throughTheEngine, {}, ['enqueueing', 'uniqueness']);
describeHistories('SQLite (adding through its thread)', throughTheEngine, { histories: Math.ceil(histories / 2), steps: 150 });
