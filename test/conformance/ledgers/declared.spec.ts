import { departments as builtIn } from '#departments';
import { validateModules } from '#platform/registry';
import { departments } from '../../departments/index.js';

describe('the departments', () => {
  it('of the company and of the tests are declared without a fault, side by side', () => {
    expect(validateModules([...builtIn, ...departments])).toEqual([]);
  });
});
