import type { Problem } from '#core/kernel';
import { accountRefused, wrongCredentials } from '../errors.js';

/** Sub-codes of Active Directory's LDAP error 49 that tell a person with the right password why they may not sign in. */
const STATES: Readonly<Record<string, readonly [state: string, message: string, remedy: string]>> = {
  '530': ['hours', 'Your account may not sign in at this hour.', 'Try again in your working hours, or ask IT to change them.'],
  '531': ['workstation', 'Your account may not sign in from here.', 'Ask IT to let your account use Jupiter.'],
  '532': ['password-expired', 'Your password has expired.', 'Change it in Windows (Ctrl+Alt+Del), then sign in here.'],
  '533': ['disabled', 'Your account is disabled.', 'Ask IT to enable it.'],
  '701': ['expired', 'Your account has expired.', 'Ask IT to extend it.'],
  '773': ['must-change-password', 'You have to change your password first.', 'Sign in to Windows, change it there, then sign in here.'],
  '775': ['locked', 'Your account is locked after too many wrong passwords.', 'Wait half an hour or ask IT to unlock it.'],
};

/** The code that stands for an unknown name; only the audit tells it from a wrong password. */
export const UNKNOWN_NAME = '525';
/** The code of a wrong password. */
export const WRONG_PASSWORD = '52e';

/** The Problem a person sees for this sub-code. */
export function problemOf(code: string): Problem {
  const state = STATES[code];
  return state === undefined ? wrongCredentials() : accountRefused(state[0], code, state[1], state[2]);
}

/** Whether the directory counts this answer as a wrong password on the way to locking the account. */
export function isWrongPassword(code: string): boolean {
  return STATES[code] === undefined;
}

/** The sub-code in the text of an LDAP error 49; a wrong password when there is none. */
export function subCodeOf(message: string): string {
  return /\bdata ([0-9a-f]+)\b/i.exec(message)?.[1]?.toLowerCase() ?? WRONG_PASSWORD;
}

/** Texts that make the strategy hand on the sub-code instead of an English sentence. */
export const CODES_AS_MESSAGES = {
  invalidLogonHours: '530',
  invalidWorkstation: '531',
  passwordExpired: '532',
  accountDisabled: '533',
  accountExpired: '701',
  passwordMustChange: '773',
  accountLockedOut: '775',
  constraintViolation: '775',
  invalidCredentials: WRONG_PASSWORD,
  userNotFound: UNKNOWN_NAME,
} as const;
