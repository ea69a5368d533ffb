import { validateModules } from '#platform/registry';
import { departments } from './index.js';

describe('the departments', () => {
  it('are declared without a fault', () => {
    expect(validateModules(departments)).toEqual([]);
  });

  it('let every viewer look and only leads run', () => {
    for (const { roles } of departments) {
      expect(roles['viewer']).toEqual([{ actions: ['view'], on: [] }]);
      expect(roles['lead']?.[0]?.actions).toContain('run');
      expect(roles['controller']?.[0]?.actions).not.toContain('run');
    }
  });
});
