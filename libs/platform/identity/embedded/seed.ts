/** People and groups of an embedded directory: a plain value. */
export interface DirectorySeed {
  readonly baseDn: string;
  readonly netbios: string;
  readonly people: readonly SeedPerson[];
  readonly groups: readonly SeedGroup[];
}

/** How an account stands, in the words of the seed files. */
export type AccountState = 'ok' | 'service' | 'disabled' | 'mustchange' | 'pwexpired' | 'accexpired' | 'nohours' | 'workstation' | 'locked';

export interface SeedPerson {
  readonly account: string;
  /** Common name; also the display name. */
  readonly name: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly principal: string;
  readonly unit: string;
  readonly password: string;
  readonly state: AccountState;
  readonly groups: readonly string[];
}

export interface SeedGroup {
  readonly name: string;
  readonly unit: string;
  readonly memberOf: readonly string[];
}

/** Reads the two tab-separated files that also seed a real domain controller for tests. */
export function parseSeed(usersTsv: string, groupsTsv: string, domain: Pick<DirectorySeed, 'baseDn' | 'netbios'>): DirectorySeed {
  const groups = rows(groupsTsv).map(([name = '', , unit = '', parents]) => ({ name, unit, memberOf: list(parents) }));
  const people = rows(usersTsv).map((row): SeedPerson => {
    const [account = '', name = '', givenName, surname, principal = '', unit = '', password = '', state, memberships] = row;
    return { account, name, givenName, surname, principal, unit, password, state: state as AccountState, groups: list(memberships) };
  });
  return { ...domain, people, groups };
}

/** Lines of fields; a line that starts with '# ' is a comment ('#We/ird' is a person). */
function rows(tsv: string): string[][] {
  return tsv
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.split('\t'));
}

/** Names starting with @ ask the domain controller's seeder for generated groups, which only it has. */
function list(field: string | undefined): string[] {
  return (field ?? '').split(';').filter((name) => name !== '' && !name.startsWith('@'));
}
