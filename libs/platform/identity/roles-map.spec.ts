import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertRolesExist, readRolesMap, rolesOfGroups } from './roles-map.js';

const ROLES = ['finance.viewer', 'finance.lead', 'books.viewer', 'books.keeper'];

describe('the map of groups to roles', () => {
  it('gives the roles of all groups a person is in, each once', () => {
    const map = { Staff: ['finance.viewer'], Leads: ['finance.lead', 'finance.viewer'], Others: ['platform.admin'] };
    expect(rolesOfGroups(map, ['staff', 'LEADS', 'Unmapped'], ROLES)).toEqual(['finance.lead', 'finance.viewer']);
  });

  it('takes a star for the modules that have the role', () => {
    expect(rolesOfGroups({ Staff: ['*.viewer'], Leads: ['*.lead'] }, ['Staff', 'Leads'], ROLES)).toEqual([
      'books.viewer',
      'finance.lead',
      'finance.viewer',
    ]);
  });

  it('is refused when it names a role that does not exist, and says which do', () => {
    expect(() => assertRolesExist({ Staff: ['finance.veiwer', 'platform.admin', '*.viewer'] }, ROLES, 'roles.json')).toThrow(
      /roles\.json[\s\S]*'finance\.veiwer'; the roles are .*finance\.viewer/,
    );
  });

  describe('as a file', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'jupiter-roles-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each([
      ['{"Staff": ["finance.viewer"', 'JSON'],
      ['[]', 'it is not an object'],
      ['{}', 'it names no group'],
      ['{"Staff": "finance.viewer"}', "the roles of 'Staff' are not a list of texts"],
    ])('%s is refused with the reason', (content, reason) => {
      const file = join(folder, 'roles.json');
      writeFileSync(file, content);
      expect(() => readRolesMap(file)).toThrow(reason);
    });
  });
});
