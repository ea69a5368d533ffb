/**
 * Makes ldapauth-fork 5.0.5 (below passport-ldapauth 3.0.1) safe to put on the internet side of a directory.
 *
 * Measured without this: a name such as "x$`" or a password that is a number ends the process; a silent server holds the request
 * for ever and two sockets with it; some failures call back twice; when Jupiter's own account is refused, every person is told
 * that their password is wrong. The class is reachable in no other way than through its prototype.
 */
import { createRequire } from 'node:module';
import type ldap from 'ldapjs';
import { isWrongPassword, subCodeOf } from './account-state.js';
import { DirectoryFault, faultOf } from './directory-fault.js';
import type { Settle } from './failure-window.js';

/** What the guard adds to the library's own options. */
export interface GuardOptions {
  /** The whole sign-in answers within this time, in milliseconds. */
  readonly deadlineMs: number;
  /** Asked before the person's password is sent; may wait, may refuse by throwing; is told how the attempt ended. */
  admit(dn: string): Promise<Settle>;
}

type Callback = (error?: unknown, result?: unknown) => void;
type Client = ldap.Client & { _socket: { destroy(): void } | null };
interface GuardedAuth {
  opts: GuardOptions;
  _adminClient: Client;
  _userClient: Client;
  on(event: 'error', listener: (error: unknown) => void): void;
  removeAllListeners(event: 'error'): void;
  authenticate(username: string, password: string, callback: Callback): void;
  _search(base: string, options: object, callback: Callback): void;
  close(callback?: () => void): void;
}

const fromStrategy = createRequire(require.resolve('passport-ldapauth'));
const { prototype } = fromStrategy('ldapauth-fork') as { prototype: GuardedAuth };
const GUARDED = Symbol.for('jupiter.guarded-ldapauth');

/** Puts the guard on the library's class, once in a process. */
export function guardLdapauth(): void {
  if (GUARDED in prototype) return;
  Object.defineProperty(prototype, GUARDED, { value: true });
  const { authenticate, _search: search } = prototype;
  prototype._search = function (base, options, callback) {
    search.call(this, base, options, (error, result) => (error ? callback(faultOf(error, false)) : callback(null, result)));
  };
  prototype.authenticate = function (username, password, callback) {
    guarded(this, callback, (finish) => authenticate.call(this, username, password, finish));
  };
  // The clients are already destroyed when the strategy closes them; its unbind would wait for a server that may be silent.
  prototype.close = (callback) => callback?.();
}

/** Runs one authentication that ends once, in time, with both connections closed. */
function guarded(auth: GuardedAuth, callback: Callback, run: (finish: Callback) => void): void {
  const clients = [auth._adminClient, auth._userClient];
  const attempt = new Attempt();
  const finish: Callback = (error, user) => {
    if (!attempt.end()) return;
    clearTimeout(timer);
    for (const client of clients) client.destroy();
    if (isUnknownName(error)) callback(null, undefined);
    else if (error) callback(isAnswerToThePerson(error) ? error : faultOf(error, attempt.passwordSent));
    else callback(null, user);
  };
  const late = () => finish(new DirectoryFault('unreachable', 'deadline', 'no answer in time', attempt.passwordSent));
  const timer = setTimeout(late, auth.opts.deadlineMs);
  for (const client of clients) {
    client.on('connect', () => attempt.over && client._socket?.destroy());
    client.on('connectRefused', finish);
    catchThrows(client);
  }
  askBeforeBind(auth, attempt);
  // The strategy's own listener would report the bare error before the fault made of it.
  auth.removeAllListeners('error');
  auth.on('error', finish);
  try {
    run(finish);
  } catch (error) {
    finish(error);
  }
}

/** How far one authentication has come. */
class Attempt {
  over = false;
  passwordSent = false;
  private settle: Settle | undefined;

  /** Marks the end; false when it had ended before. An answer that never came counts as a wrong password: the server may have counted it. */
  end(): boolean {
    if (this.over) return false;
    this.over = true;
    this.settled('failed');
    return true;
  }

  admitted(settle: Settle): void {
    this.settle = settle;
  }

  settled(outcome: Parameters<Settle>[0]): void {
    this.settle?.(outcome);
    this.settle = undefined;
  }
}

/** The person's password is sent only when the throttle admits it; the throttle counts by the account, however it was spelt. */
function askBeforeBind(auth: GuardedAuth, attempt: Attempt): void {
  const bind = auth._userClient.bind.bind(auth._userClient);
  const admittedBind = (dn: string, password: string, callback: Callback) => {
    auth.opts.admit(dn).then((settle) => {
      if (attempt.over) return settle('neutral');
      attempt.admitted(settle);
      attempt.passwordSent = true;
      bind(dn, password, (error: unknown) => {
        attempt.settled(outcomeOf(error));
        callback(error);
      });
    }, callback);
  };
  Object.assign(auth._userClient, { bind: admittedBind });
}

function outcomeOf(error: unknown): Parameters<Settle>[0] {
  if (!error) return 'succeeded';
  if (!isAnswerToThePerson(error)) return 'neutral';
  return isWrongPassword(subCodeOf((error as Error).message)) ? 'failed' : 'neutral';
}

/** Both throw from inside socket callbacks on input they do not like, where nobody could catch it. */
function catchThrows(client: Client): void {
  for (const method of ['search', 'bind'] as const) {
    const original = client[method] as (...values: unknown[]) => void;
    const safe = (first: unknown, second: unknown, callback: Callback, ...rest: unknown[]) => {
      try {
        original.call(client, first, second, callback, ...rest);
      } catch (error) {
        callback(error);
      }
    };
    Object.assign(client, { [method]: safe });
  }
}

function isUnknownName(error: unknown): boolean {
  return typeof error === 'string' && error.startsWith('no such user');
}

/** Errors that are about the person's own password or account, or that say themselves what to do. */
function isAnswerToThePerson(error: unknown): boolean {
  const { name } = error as { name?: string };
  return name === 'InvalidCredentialsError' || name === 'ConstraintViolationError' || name === 'Problem';
}
