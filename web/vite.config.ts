import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fluentImports } from './fluent-imports';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server puts a fresh nonce in place of __CSP_NONCE__ each time it hands out index.html. */
export default defineConfig({
  root: here('.'),
  plugins: [react(), fluentImports()],
  html: { cspNonce: '__CSP_NONCE__' },
  resolve: { alias: [{ find: /^#core\/(.*)$/, replacement: here('../libs/core/$1/index.ts') }] },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
});
