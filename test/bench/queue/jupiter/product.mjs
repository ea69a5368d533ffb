/** What the bench needs of the built server, which is CommonJS. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('reflect-metadata');

/** @type {typeof import('#platform/queue')} */
export const queue = require('#platform/queue');
export const { rulesOf } = require('../../../../dist/libs/platform/queue/contract/definition.js');
/** @type {typeof import('#platform/storage')} */
export const storage = require('#platform/storage');
/** @type {typeof import('#migrations')} */
export const { migrations } = require('#migrations');
