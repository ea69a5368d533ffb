import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { Problem } from '#core/kernel';
import { directoryMisconfigured, directoryUnavailable } from '../errors.js';
import { SignInLog } from '../sign-in-log.js';
import { CODES_AS_MESSAGES, isWrongPassword, problemOf } from './account-state.js';
import { readCredentials, typedName } from './credentials.js';
import { Directory } from './directory.js';
import { DIRECTORY_STRATEGY, prepareTry } from './directory.strategy.js';
import { DirectoryFault, faultOf } from './directory-fault.js';
import { signInOptions } from './ldap-options.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** A refusal together with the directory's own code, which only IT sees. */
class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Checks name and password with the directory; `request.user` is the DirectoryPerson afterwards. Every failure is audited. */
@Injectable()
export class SignInGuard extends AuthGuard(DIRECTORY_STRATEGY) {
  constructor(
    private readonly directory: Directory,
    private readonly throttle: SignInThrottle,
    private readonly log: SignInLog,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    try {
      return await this.checked(context, request);
    } catch (error) {
      const { problem, code } = told(error);
      await this.log.failed({ typed: typedName(request.body), code, problem, request, detail: detailOf(error) });
      throw problem;
    }
  }

  /** Passport's verdict: the person, or a text that is the directory's code (see CODES_AS_MESSAGES). */
  override handleRequest<Person>(error: unknown, person: Person | false, info: unknown): Person {
    if (error) throw error instanceof Problem ? error : faultOf(error, true);
    if (!person) throw new Refusal(String((info as { message?: unknown } | undefined)?.message));
    return person;
  }

  override getAuthenticateOptions() {
    return { ...CODES_AS_MESSAGES, session: false };
  }

  private async checked(context: ExecutionContext, request: Request): Promise<boolean> {
    const settle = await this.throttle.fromAddress(request.ip ?? '');
    try {
      const credentials = readCredentials(request.body, this.directory.netbios);
      const done = await this.throughServers(context, request, credentials);
      // A success forgives nothing here: whoever has one account could go on guessing others.
      settle('neutral');
      return done;
    } catch (error) {
      settle(isGuess(error) ? 'failed' : 'neutral');
      throw error;
    }
  }

  /** The servers in their order, until one answers. A password that was sent is not sent to a second one. */
  private async throughServers(context: ExecutionContext, request: Request, credentials: { username: string; password: string }) {
    const endpoint = await this.directory.endpoint();
    let last: unknown;
    for (const url of endpoint.urls) {
      const server = signInOptions(url, endpoint, this.directory.groups, (dn) => this.throttle.forPerson(dn));
      prepareTry(request, { credentials, server });
      try {
        const done = await super.canActivate(context);
        this.directory.answered(url);
        return Boolean(done);
      } catch (error) {
        if (!(error instanceof DirectoryFault) || error.kind === 'refused' || error.passwordSent) throw error;
        last = error;
      }
    }
    throw last;
  }
}

/** What the person is told, and the code for IT. */
function told(error: unknown): { problem: Problem; code: string } {
  if (error instanceof Refusal) return { problem: problemOf(error.code), code: error.code };
  if (error instanceof DirectoryFault) {
    const problem = error.kind === 'unreachable' ? directoryUnavailable() : directoryMisconfigured(error.code);
    return { problem, code: error.code };
  }
  if (error instanceof Problem) return { problem: error, code: error.code };
  throw error;
}

/** Why the directory failed; nothing of it is shown to the person. */
function detailOf(error: unknown): string | undefined {
  return error instanceof DirectoryFault ? error.message : undefined;
}

/** A failure that someone who guesses names or passwords would cause. */
function isGuess(error: unknown): boolean {
  if (error instanceof Refusal) return isWrongPassword(error.code);
  return error instanceof Problem && error.status === 401;
}
