import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** What this response's inline styles and scripts must carry to be allowed. */
export const nonceOf = (response: Response): string => String(response.locals['nonce'] ?? '');

/**
 * The headers that let Jupiter sit in a Teams or SharePoint frame and nowhere else. Helmet's defaults would break
 * Teams three times: X-Frame-Options, frame-ancestors 'self' and Cross-Origin-Opener-Policy (it cuts the sign-in
 * pop-up from its tab), so framing is said by frame-ancestors alone.
 */
export function securityHeaders(o: { frameAncestors: readonly string[]; https: boolean }): RequestHandler[] {
  const nonce = (_request: Request, response: Response, next: NextFunction): void => {
    response.locals['nonce'] = randomBytes(16).toString('base64');
    next();
  };
  return [nonce, helmet({ ...shared(o.https), contentSecurityPolicy: { useDefaults: false, directives: pageDirectives(o) } })];
}

/** Figures are one person's: no proxy keeps them, and a browser asks before it shows them again. Answers may say more. */
export function privateAnswers(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'private, no-cache');
  next();
}

/** The API's own documentation page styles itself inline; it is never framed. */
export function documentationHeaders(https: boolean): RequestHandler {
  return helmet({
    ...shared(https),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

const shared = (https: boolean) => ({
  frameguard: false as const,
  crossOriginOpenerPolicy: false as const,
  referrerPolicy: { policy: 'same-origin' as const },
  strictTransportSecurity: https,
});

function pageDirectives(o: { frameAncestors: readonly string[]; https: boolean }) {
  return {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", (_request: unknown, response: unknown) => `'nonce-${nonceOf(response as Response)}'`],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'", 'https://res.cdn.office.net'],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: [...o.frameAncestors],
  };
}
