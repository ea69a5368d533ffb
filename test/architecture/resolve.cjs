/** How an import finds its source: `#layer/lib` and `.js` point to the TypeScript file, not to what was built from it. */
const { resolve } = require('node:path');

const root = process.env.ARCHITECTURE_ROOT ?? resolve(__dirname, '../..');
const layer = (name) => [`#${name}/*`, resolve(root, `libs/${name}/*/index.ts`)];

module.exports = {
  resolve: {
    alias: {
      ...Object.fromEntries(['core', 'platform', 'data', 'insight'].map(layer)),
      '#departments': resolve(root, 'api/src/departments/index.ts'),
      '#migrations': resolve(root, 'migrations/index.ts'),
    },
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
  },
};
