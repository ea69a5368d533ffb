import { DirectoryFault } from './directory-fault.js';

/** A person as the directory knows them at this moment. */
export interface DirectoryPerson {
  /** objectGUID as Active Directory writes it, e.g. '3f2504e0-4f89-11d3-9a0c-0305e82c3301': the identity key. */
  readonly objectGuid: string;
  readonly account: string;
  readonly displayName: string;
  readonly mail?: string;
  /** Names of the mapped groups the person is in, directly or through others. */
  readonly groups: readonly string[];
}

/** A found entry, as ldapauth-fork gives it. */
export interface FoundEntry {
  readonly [attribute: string]: unknown;
  readonly _raw?: Readonly<Record<string, unknown>>;
  readonly _groups?: readonly Readonly<Record<string, unknown>>[];
}

/** Reads a found entry. Throws a DirectoryFault when the directory hides what Jupiter needs. */
export function personOf(entry: FoundEntry): DirectoryPerson {
  const guid = entry._raw?.['objectGUID'];
  const account = textOf(entry['sAMAccountName']);
  if (!Buffer.isBuffer(guid) || guid.length !== 16 || account === undefined) {
    throw new DirectoryFault(
      'refused',
      'attributes',
      "the directory does not show objectGUID and sAMAccountName to Jupiter's account",
      true,
    );
  }
  return {
    objectGuid: guidText(guid),
    account,
    displayName: textOf(entry['displayName']) ?? textOf(entry['cn']) ?? account,
    mail: textOf(entry['mail']),
    groups: (entry._groups ?? []).map((group) => textOf(group['cn'])).filter((name) => name !== undefined),
  };
}

/** Active Directory keeps the first three parts with their lowest byte first. */
export function guidText(bytes: Buffer): string {
  const hex = (part: Buffer) => part.toString('hex');
  const turned = (from: number, to: number) => hex(Buffer.from(bytes.subarray(from, to)).reverse());
  return [turned(0, 4), turned(4, 6), turned(6, 8), hex(bytes.subarray(8, 10)), hex(bytes.subarray(10, 16))].join('-');
}

/** The attribute as text; one of several values, none for an attribute that is not there. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
