import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DirectoryTree } from '../../../libs/platform/identity/embedded/directory-tree.js';
import { parseSeed } from '../../../libs/platform/identity/embedded/seed.js';

const SEED = resolve(__dirname, '../../../../shared/tools/ad/seed');
const there = existsSync(join(SEED, 'users.tsv'));

(there ? describe : describe.skip)(there ? 'a seed written elsewhere' : `a seed written elsewhere (not run: ${SEED} is absent)`, () => {
  it('makes an embedded directory as well as our own', () => {
    const read = (file: string) => readFileSync(join(SEED, file), 'utf8');
    const seed = parseSeed(read('users.tsv'), read('groups.tsv'), { baseDn: 'DC=jupiter,DC=test', netbios: 'JUPITER' });
    const tree = new DirectoryTree(seed);
    expect(seed.people.length).toBeGreaterThan(0);
    for (const person of seed.people) expect(tree.login(person.principal)?.attributes['sAMAccountName']).toEqual([person.account]);
  });
});
