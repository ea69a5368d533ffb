import { comparable, escapeValue, inScope } from './distinguished-name.js';

describe('distinguished names', () => {
  it.each([
    ['CN=Doe\\, John,OU=People', 'cn=doe\\2c john , ou=people'],
    ['CN=Zoë Müller,DC=test', 'CN=Zo\\c3\\ab M\\c3\\bcller,dc=TEST'],
    ['CN=Back\\\\Slash,DC=test', 'cn=back\\5cslash,DC=test'],
  ])('%s is the same as %s', (one, other) => {
    expect(comparable(one)).toBe(comparable(other));
  });

  it('does not take an escaped comma for a level', () => {
    expect(comparable('CN=Doe\\, John')).not.toBe(comparable('CN=Doe,John'));
  });

  it.each(['Doe, John', '#first', ' space ', 'a+b=c; "d" <e>', 'back\\slash'])('survives escaping: %s', (value) => {
    expect(comparable(`CN=${escapeValue(value)}`)).toBe(`cn=${value.toLowerCase()}`);
  });

  it('knows what lies at, directly below and anywhere below a base', () => {
    const [top, unit, person] = ['DC=test', 'OU=People,DC=test', 'CN=Emma,OU=People,DC=test'].map(comparable) as [string, string, string];
    const within = (scope: 'base' | 'one' | 'sub') => [top, unit, person].map((name) => inScope(name, top, scope));
    expect(within('base')).toEqual([true, false, false]);
    expect(within('one')).toEqual([false, true, false]);
    expect(within('sub')).toEqual([true, true, true]);
  });
});
