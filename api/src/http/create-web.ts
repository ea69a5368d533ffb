import type { Server } from 'node:http';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { Request, Response } from 'express';
import type { ModuleSpec } from '#core/kit';
import { type Configuration, projectRoot } from '#platform/configuration';
import { assertEveryRouteDeclares } from '#platform/identity';
import { Drain, JupiterLogger, jsonBodies, RequestLog, requestIds, validation } from '#platform/observability';
import { AppModule } from '../app.module.js';
import { serveApiDocument } from './api-document.js';
import { documentationHeaders, privateAnswers, securityHeaders } from './security-headers.js';
import { LimitedExpressAdapter, listen } from './server.js';
import { serveWebApp } from './web-app.js';

/** Below this, packing an answer costs more than sending it. */
const COMPRESS_FROM_BYTES = 8192;

/** The web process: started by `listen`, ended by `stop` without failing a request that is under way. */
export interface Web {
  readonly app: NestExpressApplication;
  listen(host?: string, port?: number): Promise<number>;
  stop(): Promise<void>;
}

/** Builds the web process. Refuses to start while a route declares no permission. */
export async function createWeb(configuration: Configuration, departments: readonly ModuleSpec[]): Promise<Web> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.compose(configuration, departments), new LimitedExpressAdapter(), {
    logger: new JupiterLogger(configuration),
    bodyParser: false,
    abortOnError: false,
  });
  app.set('trust proxy', [...configuration.trustedProxies]);
  app.disable('x-powered-by');
  const drain = new Drain();
  app.use(drain.handler(), requestIds(), app.get(RequestLog).handler());
  useHeaders(app, configuration);
  app.use(compression({ threshold: COMPRESS_FROM_BYTES, filter: compressible }));
  app.use(jsonBodies());
  app.useBodyParser('json', { limit: '1mb' });
  app.useGlobalPipes(validation());
  serveApiDocument(app);
  serveWebApp(app.getHttpAdapter().getInstance(), join(projectRoot(), 'dist', 'web'));
  await app.init();
  assertEveryRouteDeclares(app);
  const server = app.getHttpServer() as Server;
  return {
    app,
    listen: (host = configuration.host, port = configuration.port) => listen(server, host, port),
    stop: async () => {
      if (server.listening) await drain.finish(server);
      await app.close();
    },
  };
}

function useHeaders(app: NestExpressApplication, { frameAncestors, publicUrl }: Configuration): void {
  const https = publicUrl.startsWith('https:');
  const pages = securityHeaders({ frameAncestors, https });
  const documentation = documentationHeaders(https);
  for (const handler of pages)
    app.use((request: Request, response: Response, next: () => void) =>
      isDocumentation(request) ? next() : handler(request, response, next),
    );
  app.use('/api/docs', documentation);
  app.use('/api', privateAnswers);
}

const isDocumentation = (request: Request): boolean => request.path.startsWith('/api/docs');

/** Event streams must go out line by line. */
function compressible(request: Request, response: Response): boolean {
  return !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response);
}
