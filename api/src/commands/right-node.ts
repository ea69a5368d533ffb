import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Node that the project carries; the native parts of the packages end any other one without a word. */
const { optionalDependencies } = JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as {
  optionalDependencies: Record<string, string>;
};
const carried = optionalDependencies[`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`];
const major = (version: string | undefined) => version?.split('.')[0];

if (carried !== undefined && major(carried) !== major(process.versions.node)) {
  process.stderr.write(
    `Jupiter runs on Node ${major(carried)}, this is ${process.versions.node}.\nUse npm start and npm run cli, or node_modules/.bin/node.\n`,
  );
  process.exit(1);
}
