import type { RolesMap } from '../roles-map.js';
import type { DirectorySeed, SeedPerson } from './seed.js';

/** Password of every demo person. Public, which is why production refuses to start on this directory. */
export const DEMO_PASSWORD = 'jupiter-demo';

/** One demo person as the start-up message and the sign-in page name them. */
export interface DemoPerson {
  readonly account: string;
  readonly name: string;
  readonly title: string;
  readonly groups: readonly string[];
}

/** The people one can try Jupiter as. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { account: 'emma', name: 'Emma Berg', title: 'employee', groups: ['JUP-Employees'] },
  { account: 'leo', name: 'Leo Lindqvist', title: 'finance lead', groups: ['JUP-Employees', 'JUP-Finance-Leads'] },
  { account: 'carla', name: 'Carla Conti', title: 'controller', groups: ['JUP-Employees', 'JUP-Controllers'] },
  { account: 'ida', name: 'Ida Ito', title: 'IT administrator', groups: ['JUP-IT-Admins'] },
];

/** What the demo groups may do. Ida keeps the platform running and sees no figures. */
export const DEMO_ROLES: RolesMap = {
  'JUP-Employees': ['*.viewer'],
  'JUP-Finance-Leads': ['*.lead'],
  'JUP-Controllers': ['*.controller'],
  'JUP-IT-Admins': ['platform.admin'],
};

/** The account that Jupiter itself searches the demo directory with. */
export const DEMO_SERVICE = { account: 'svc-jupiter', principal: 'svc-jupiter@jupiter.test', password: 'jupiter-demo-service' } as const;

/** The demo company as a directory. */
export const DEMO_DIRECTORY: DirectorySeed = {
  baseDn: 'DC=jupiter,DC=test',
  netbios: 'JUPITER',
  groups: Object.keys(DEMO_ROLES).map((name) => ({ name, unit: 'Groups', memberOf: [] })),
  people: [{ ...DEMO_SERVICE, name: DEMO_SERVICE.account, unit: 'Service', state: 'service', groups: [] }, ...DEMO_PEOPLE.map(asSeed)],
};

function asSeed({ account, name, groups }: DemoPerson): SeedPerson {
  const [givenName, surname] = name.split(' ');
  return {
    account,
    name,
    givenName,
    surname,
    principal: `${account}@jupiter.test`,
    unit: 'People',
    password: DEMO_PASSWORD,
    state: 'ok',
    groups,
  };
}
