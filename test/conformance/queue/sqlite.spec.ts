import { describeHistories } from './histories/histories.js';
import { sqlitePlace } from './sqlite-place.js';
import { describeEngine } from './suite.js';

describeEngine('SQLite', () => sqlitePlace());
describeHistories('SQLite', () => sqlitePlace(), { histories: Number(process.env['JUPITER_HISTORIES'] ?? 3), steps: 250 });
