import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/**
 * The cookie that carries the session. Served over https it is partitioned, so that it works inside Teams and SharePoint where
 * third-party cookies are blocked, and `__Host-`, so that no sibling host can set it. Over http (one machine) it is a plain one.
 */
export class SessionCookie {
  readonly name: string;
  private readonly options: CookieOptions;

  constructor(publicUrl: string, lifeHours: number) {
    const secure = publicUrl.startsWith('https://');
    this.name = secure ? '__Host-jupiter' : 'jupiter';
    const frame: CookieOptions = secure ? { secure: true, sameSite: 'none', partitioned: true } : { sameSite: 'lax' };
    this.options = { ...frame, httpOnly: true, path: '/', maxAge: lifeHours * 3_600_000 };
  }

  /** The text in the cookie; undefined when there is none. */
  read(request: Request): string | undefined {
    return parse(request.headers.cookie ?? '')[this.name];
  }

  write(response: Response, token: string): void {
    response.cookie(this.name, token, this.options);
  }

  clear(response: Response): void {
    response.clearCookie(this.name, { ...this.options, maxAge: undefined });
  }
}
