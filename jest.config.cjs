/** One configuration, a project per kind of test. Sources are compiled by swc; types are checked by `npm run check`. */
const swc = (parser, transform) => [
  '@swc/jest',
  { swcrc: false, sourceMaps: 'inline', module: { type: 'commonjs' }, jsc: { target: 'es2024', keepClassNames: true, parser, transform } },
];
const ts = swc(
  { syntax: 'typescript', decorators: true },
  { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
);
const tsx = swc({ syntax: 'typescript', tsx: true }, { react: { runtime: 'automatic' } });
const js = swc({ syntax: 'ecmascript' }, undefined);

/** ESM-only packages that Jest has to turn into CommonJS. */
const esm = (...names) => [`/node_modules/(?!(${names.join('|')})/)`];

const server = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ts, '^.+\\.m?js$': js },
  transformIgnorePatterns: esm('@nestjs', 'openapi-fetch', 'pg-boss', 'rrule-temporal', 'serialize-error', 'non-error'),
  moduleNameMapper: {
    '^#(core|platform|data|insight)/(.*)$': '<rootDir>/libs/$1/$2/index.ts',
    '^#departments$': '<rootDir>/api/src/departments/index.ts',
    '^#migrations$': '<rootDir>/migrations/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['reflect-metadata'],
};

/** @type {import('jest').Config} */
module.exports = {
  // Real parts on a busy machine: a test that hangs is still found, one that waits for its turn is not.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.cjs'],
  projects: [
    { ...server, displayName: 'unit', testMatch: ['<rootDir>/{libs,api,migrations,deploy}/**/*.spec.ts'] },
    { ...server, displayName: 'architecture', testMatch: ['<rootDir>/test/architecture/**/*.spec.ts'] },
    { ...server, displayName: 'conformance', testMatch: ['<rootDir>/test/conformance/**/*.spec.ts'] },
    {
      ...server,
      displayName: 'web',
      testMatch: ['<rootDir>/web/src/**/*.spec.ts', '<rootDir>/web/src/**/*.spec.tsx'],
      transform: { '^.+\\.tsx?$': tsx, '^.+\\.m?js$': js },
    },
    { ...server, displayName: 'api', testMatch: ['<rootDir>/test/api/**/*.spec.ts'] },
    { ...server, displayName: 'journeys', testMatch: ['<rootDir>/test/journeys/**/*.spec.ts'] },
  ],
};
