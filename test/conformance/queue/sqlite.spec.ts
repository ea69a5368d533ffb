import { describeHistories } from './histories/histories.js';
import { sqlitePlace } from './sqlite-place.js';
import { describeEngine } from './suite.js';

describeEngine('SQLite', sqlitePlace);
describeHistories('SQLite', sqlitePlace, { histories: 3, steps: 250 });
