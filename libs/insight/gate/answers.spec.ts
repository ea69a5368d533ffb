import { Answers, bytesOf } from './answers.js';

describe('kept answers', () => {
  it('are bounded by what they take, the least recently asked forgotten first', async () => {
    const answers = new Answers<string>((value) => value.length, 400);
    let computed = 0;
    const ask = (key: string) => answers.get(key, async () => `${key}${'x'.repeat(80)}${++computed}`);
    for (const key of ['a', 'b', 'c', 'd']) await ask(key);
    await ask('a');
    await ask('e');
    const before = computed;
    await ask('a');
    expect(computed).toBe(before);
    await ask('b');
    expect(computed).toBe(before + 1);
  });

  it('do not hold what would push out most others', async () => {
    const answers = new Answers<string>((value) => value.length, 100);
    let computed = 0;
    for (let i = 0; i < 2; i++) await answers.get('large', async () => 'x'.repeat(50 + computed++));
    expect(computed).toBe(2);
  });

  it('count text by its length', () => {
    expect(bytesOf([['x'.repeat(1000), 1]]) - bytesOf([['', 1]])).toBe(1000);
  });
});
