import { newId } from './identifier.js';
import { Problem } from './problem.js';
import { stableJson } from './stable-json.js';

describe('newId', () => {
  it('gives distinct ids of 26 characters that sort in the order they were made', () => {
    const ids = Array.from({ length: 5000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});

describe('stableJson', () => {
  it('gives the same text whatever the order of the keys', () => {
    expect(stableJson({ b: [{ y: 1n, x: null }], a: 'ü' })).toBe('{"a":"ü","b":[{"x":null,"y":"1"}]}');
    expect(stableJson({ a: 'ü', b: [{ x: null, y: 1n }] })).toBe(stableJson({ b: [{ y: 1n, x: null }], a: 'ü' }));
  });

  it('keeps the order of lists, which means something', () => {
    expect(stableJson([2, 1])).not.toBe(stableJson([1, 2]));
  });
});

describe('Problem', () => {
  it('is an Error that carries a code, a status and a remedy', () => {
    const problem = new Problem('gate.unknown-metric', 400, 'There is no metric x.', 'Name one of a, b.', { known: ['a', 'b'] });
    expect(problem).toBeInstanceOf(Error);
    expect(problem).toMatchObject({ name: 'Problem', code: 'gate.unknown-metric', status: 400, message: 'There is no metric x.' });
  });
});
