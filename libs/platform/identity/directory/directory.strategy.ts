import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import LdapStrategy from 'passport-ldapauth';
import type { Credentials } from './credentials.js';
import { type DirectoryPerson, type FoundEntry, personOf } from './directory-person.js';
import { guardLdapauth } from './guarded-ldapauth.js';
import type { signInOptions } from './ldap-options.js';

/** Name under which passport knows the strategy. */
export const DIRECTORY_STRATEGY = 'directory';

/** One try at one server. */
export interface SignInTry {
  readonly credentials: Credentials;
  readonly server: ReturnType<typeof signInOptions>;
}

/** Kept beside the request: passport's strategies are shared by the whole process, a try belongs to one request. */
const tries = new WeakMap<IncomingMessage, SignInTry>();

/** Says what the strategy shall try for this request. */
export function prepareTry(request: IncomingMessage, signIn: SignInTry): void {
  tries.set(request, signIn);
}

/** passport-ldapauth, told by the request which server to ask and what for. It never looks into the request itself. */
@Injectable()
export class DirectoryStrategy extends PassportStrategy(LdapStrategy, DIRECTORY_STRATEGY) {
  constructor() {
    guardLdapauth();
    super((request: IncomingMessage, done: LdapStrategy.OptionsFunctionCallback) => {
      const signIn = tries.get(request);
      if (signIn === undefined) throw new Error('no sign-in was prepared for this request');
      done(null, { server: signIn.server, credentialsLookup: () => signIn.credentials });
    });
  }

  validate(entry: FoundEntry): DirectoryPerson {
    return personOf(entry);
  }
}
