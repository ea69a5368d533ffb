import type { DirectoryEntry, DirectoryTree } from './directory-tree.js';
import type { AccountState } from './seed.js';

/** What a domain controller says to a bind; a code is the sub-code of LDAP error 49. */
export type Answer = { readonly kind: 'anonymous' } | { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly code: string };

const WRONG = '52e';
const LOCKED = '775';
const WRONG_TRIES_BEFORE_LOCK = 5;

/** Codes of accounts that exist and whose password was right. */
const STATE_CODES: Partial<Record<AccountState, string>> = {
  disabled: '533',
  mustchange: '773',
  pwexpired: '532',
  accexpired: '701',
  nohours: '530',
  workstation: '531',
  locked: LOCKED,
};

/** Checks names and passwords against the tree and counts wrong tries, as a domain with a lock-out policy does. */
export function accountAnswers(tree: DirectoryTree): (name: string, password: string) => Answer {
  const wrongTries = new Map<DirectoryEntry, number>();
  return (name, password) => {
    if (name === '' && password === '') return { kind: 'anonymous' };
    const entry = tree.login(name);
    if (entry?.person === undefined || password === '') return { kind: 'refused', code: WRONG };
    const tries = wrongTries.get(entry) ?? 0;
    if (entry.person.state === 'locked' || tries >= WRONG_TRIES_BEFORE_LOCK) return { kind: 'refused', code: LOCKED };
    if (entry.person.password !== password) {
      wrongTries.set(entry, tries + 1);
      return { kind: 'refused', code: WRONG };
    }
    wrongTries.delete(entry);
    const code = STATE_CODES[entry.person.state];
    return code === undefined ? { kind: 'accepted' } : { kind: 'refused', code };
  };
}
