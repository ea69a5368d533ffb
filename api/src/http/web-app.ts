import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Application, type NextFunction, type Request, type Response } from 'express';
import { nonceOf } from './security-headers.js';

/** Addresses that are never pages: an unknown one there is an API error, not the app. */
const NOT_PAGES = /^\/(api|health|metrics|assets)(\/|$)/;
const NONCE = '__CSP_NONCE__';

/**
 * Serves the built web app: hashed assets for a year, and for every address that is not the API's the one page, with
 * this response's nonce written into it.
 */
export function serveWebApp(app: Application, folder: string): void {
  app.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false }));
  const files = express.static(folder, { index: false, maxAge: '1h' });
  app.use(
    (request: Request, response: Response, next: NextFunction) =>
      request.path === '/index.html' ? next() : files(request, response, next), // as a file it would go out without its nonce
  );
  const file = join(folder, 'index.html');
  const parts = existsSync(file) ? readFileSync(file, 'utf8').split(NONCE) : undefined;
  app.use((request: Request, response: Response, next: NextFunction) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!parts || !reads || NOT_PAGES.test(request.path)) return next();
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(parts.join(nonceOf(response)));
  });
}
