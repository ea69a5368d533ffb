import { DirectoryFault } from './directory-fault.js';
import { guidText, personOf } from './directory-person.js';

const GUID = Buffer.from('04e2503f894fd3119a0c0305e82c3301', 'hex');

describe('a person of the directory', () => {
  it('has its objectGUID written as Active Directory writes it', () => {
    expect(guidText(GUID)).toBe('3f50e204-4f89-11d3-9a0c-0305e82c3301');
  });

  it('is named by the first of display name, common name and account that it has', () => {
    const entry = { sAMAccountName: 'emma', _raw: { objectGUID: GUID } };
    expect(personOf(entry).displayName).toBe('emma');
    expect(personOf({ ...entry, cn: 'Emma Berg', displayName: [] }).displayName).toBe('Emma Berg');
    expect(personOf({ ...entry, cn: 'Emma Berg', displayName: ['E. Berg', 'Emma'] }).displayName).toBe('E. Berg');
  });

  it('is refused when the directory hides what identifies it', () => {
    expect(() => personOf({ sAMAccountName: 'emma' })).toThrow(DirectoryFault);
    expect(() => personOf({ _raw: { objectGUID: GUID } })).toThrow(DirectoryFault);
  });
});
