import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { crossSite } from './errors.js';
import { SessionCookie } from './session-cookie.js';

/**
 * Global: nothing is done for a page of another site. A partitioned cookie keeps foreign sites out, yet a neighbour tab in Teams
 * lives in the same partition and sends our cookie with its requests; only what the browser says about their origin tells.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(
    private readonly publicOrigin: string,
    private readonly cookie: SessionCookie,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const allowed = /^(GET|HEAD)$/.test(request.method) ? this.mayRead(request) : this.mayChange(request);
    if (!allowed) throw crossSite();
    return true;
  }

  /** Another site may link here, and may not fetch from here. */
  private mayRead(request: Request): boolean {
    return request.get('sec-fetch-site') !== 'cross-site' || request.get('sec-fetch-mode') === 'navigate';
  }

  /** Browsers before Sec-Fetch-Site say Origin; a program says neither, and then must not come with a browser's cookie alone. */
  private mayChange(request: Request): boolean {
    const site = request.get('sec-fetch-site');
    if (site !== undefined) return site === 'same-origin';
    const origin = request.get('origin');
    if (origin !== undefined) return origin === this.publicOrigin || origin === `${request.protocol}://${request.get('host')}`;
    return request.get('x-jupiter') === '1' || this.cookie.read(request) === undefined;
  }
}
