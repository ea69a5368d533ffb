/**
 * node -r test/support/run-typescript.cjs program.ts: runs a TypeScript program of a test as a process of its own,
 * compiled by swc with the settings the tests use, the libraries taken from their sources.
 */
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const project = resolve(__dirname, '../..');
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
  return resolveFilename.call(this, sourceOf(request, parent) ?? request, parent, ...rest);
};

Module._extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  });
  module._compile(code, file);
};

/** The source behind a library's name or a relative import that ends in .js. */
function sourceOf(request, parent) {
  const library = /^#(core|platform|data|insight)\/(.+)$/.exec(request);
  if (library) return join(project, 'libs', library[1], library[2], 'index.ts');
  if (request === '#migrations') return join(project, 'migrations/index.ts');
  if (request === '#departments') return join(project, 'api/src/departments/index.ts');
  if (!request.startsWith('.') || !request.endsWith('.js') || !parent?.filename?.endsWith('.ts')) return undefined;
  const source = join(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
  return existsSync(source) ? source : undefined;
}

require('reflect-metadata');
