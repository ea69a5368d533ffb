/**
 * What only ESLint can say: the few rules that need types, and the size budgets.
 * Format and plain lint are Biome's; directions between folders are dependency-cruiser's.
 */
import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const sizeBudgets = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]',
      message: 'A constructor takes at most 5 dependencies: split the class by what it knows.',
    },
  ],
};

const needTypes = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/no-explicit-any': 'error',
};

const projects = ['tsconfig.check.json', 'web/tsconfig.json'].filter((file) => existsSync(new URL(file, import.meta.url)));

export default [
  { ignores: ['**/node_modules/', 'dist/', 'data/', 'coverage/', 'web/src/api/schema.d.ts', '**/output/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: projects, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...sizeBudgets, ...needTypes },
  },
  { files: ['**/*.mjs', '**/*.cjs'], rules: sizeBudgets },
  {
    // A declaration is one long value, and a describe() is one long function: both read best whole.
    files: ['{api/src,test}/departments/**/*.ts', '**/*.spec.ts', '**/*.spec.tsx', '**/*.test-d.ts', 'test/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
];
