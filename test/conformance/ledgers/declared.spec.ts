import { validateModules } from '#platform/registry';
import { departments } from '../../departments/index.js';

describe('the departments for real input', () => {
  it('are declared without a fault', () => {
    expect(validateModules(departments)).toEqual([]);
  });
});
