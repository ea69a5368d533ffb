import { departmentName } from './department-name.js';
import { registered } from './register.js';

const indexOf = (imports: string, list: string): string => `import type { ModuleSpec } from '#core/kit';
${imports}
/** What Jupiter is for. */
export const departments: ModuleSpec[] = ${list};
`;

describe('the list of departments', () => {
  it('gains an entry at its end and an import in its place', () => {
    const before = indexOf("import { finance } from './finance/finance.js';\n", '[finance]');
    const after = indexOf(
      "import { customerCare } from './customer-care/customer-care.js';\nimport { finance } from './finance/finance.js';\n",
      '[finance, customerCare]',
    );
    expect(registered(before, departmentName('customer-care'))).toBe(after);
    const last = indexOf(
      "import { finance } from './finance/finance.js';\nimport { yards } from './yards/yards.js';\n",
      '[finance, yards]',
    );
    expect(registered(before, departmentName('yards'))).toBe(last);
  });

  it('is begun when it is empty', () => {
    const after = indexOf("import { fleet } from './fleet/fleet.js';\n", '[fleet]');
    expect(registered(indexOf('', '[]'), departmentName('fleet'))).toBe(after);
  });

  it('is written one entry a line when it grows too wide', () => {
    const names = Array.from({ length: 12 }, (_, i) => `departmentNo${i}`);
    const after = registered(indexOf('', `[${names.join(', ')}]`), departmentName('fleet')) ?? '';
    expect(after).toContain(`= [\n${[...names, 'fleet'].map((n) => `  ${n},\n`).join('')}];`);
    expect(registered(after, departmentName('yards'))).toContain('  fleet,\n  yards,\n];');
  });

  it('is left alone when it has another form', () => {
    expect(registered('export const departments = [...builtIn];', departmentName('fleet'))).toBeUndefined();
  });
});

describe('the name of a department', () => {
  it('becomes an address, a constant and words', () => {
    expect(departmentName('customer-care')).toEqual({ id: 'customer-care', identifier: 'customerCare', title: 'Customer care' });
    expect(departmentName('table').identifier).toBe('tableDepartment');
    expect(departmentName('new').identifier).toBe('newDepartment');
  });

  it.each(['', 'Fleet', '1st', 'a b', '../escape', 'fleet/', 'kundendienst-für', 'a--b', 'fleet-', 'shared', 'api', 'x'.repeat(60)])(
    "is refused with a remedy when it is '%s'",
    (name) => {
      expect(() => departmentName(name)).toThrow(
        expect.objectContaining({ code: 'scaffold.name-refused', status: 400, remedy: expect.any(String) }),
      );
    },
  );
});
