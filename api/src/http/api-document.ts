import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI document of the whole API; the browser's client is generated from it. */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setTitle('Jupiter')
    .setDescription('Figures by the gate, runs, exports. Errors are application/problem+json (RFC 9457) with a request id.')
    .setVersion('1')
    .addCookieAuth('jupiter')
    .build();
  const document = SwaggerModule.createDocument(app, head, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  return withSortedEnums(withProblems(document));
}

/** The compiler tells the members of a union in an order that differs from build to build; sorted, the document stays the same. */
function withSortedEnums(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document, (key, value: unknown) => (key === 'enum' && Array.isArray(value) ? value.toSorted() : value));
  return JSON.parse(text) as OpenAPIObject;
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. `detail` says what is wrong, `remedy` what to do, `requestId` what to give to IT.',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    remedy: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
  },
};

/** Every operation may answer with a problem; said once here instead of on each route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  const answer = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete])
      if (operation) operation.responses['default'] ??= answer;
  return document;
}

/** Serves the document as a page and as JSON, from this server alone. */
export function serveApiDocument(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => apiDocument(app), { jsonDocumentUrl: 'api/openapi.json', customSiteTitle: 'Jupiter API' });
}
