import type { Problem } from '#core/kernel';
import { type Configuration, loadConfiguration } from '#platform/configuration';
import { directorySourceOf, rolesMapOf } from './directory-source.js';
import { DEMO_ROLES } from './embedded/demo-company.js';

type Settings = Pick<Configuration, 'environment' | 'directory' | 'rolesFile'>;
const demo: Settings = loadConfiguration({});
const real = (url: string): Settings => ({ ...demo, directory: { ...demo.directory, url } });

function refusalOf(settings: Settings): string {
  try {
    rolesMapOf(settings, directorySourceOf(settings));
    return 'not refused';
  } catch (error) {
    const { message, remedy } = error as Problem;
    return `${message} ${remedy}`;
  }
}

describe('the directory that is configured', () => {
  it('is the demo one with the demo roles when there is none', () => {
    expect(directorySourceOf(demo)).toBe('demo');
    expect(rolesMapOf(demo, 'demo')).toBe(DEMO_ROLES);
  });

  it.each(['ldap://dc1.company.example:389', 'LDAP://dc1', 'ldaps://dc1.company.example ldap://dc2.company.example'])(
    'is refused as %s, with the reason',
    (url) => expect(refusalOf(real(url))).toMatch(/plain LDAP sends passwords in clear, and with StartTLS[\s\S]*Use ldaps:/),
  );

  it('needs a map of its own groups', () => {
    expect(refusalOf(real('ldaps://dc1.company.example'))).toContain('JUPITER_ROLES_FILE');
  });

  it('is never the demo one in production', () => {
    expect(refusalOf({ ...demo, environment: 'production' })).toContain('public password');
  });
});
