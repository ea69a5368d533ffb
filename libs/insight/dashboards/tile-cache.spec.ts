import { TileCache } from './tile-cache.js';

describe('the tile cache', () => {
  it('computes an answer once, also for questions that arrive together', async () => {
    const cache = new TileCache();
    const compute = jest.fn(async () => ({ n: 1 }));
    const answers = await Promise.all([cache.answer('m\na', compute), cache.answer('m\na', compute)]);
    expect(answers).toEqual(['{"n":1}', '{"n":1}']);
    await cache.answer('m\na', compute);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('does not remember a failure', async () => {
    const cache = new TileCache();
    await expect(cache.answer('m\na', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
    await expect(cache.answer('m\na', async () => 2)).resolves.toBe('2');
  });

  it('forgets the answers of a module when a new load is live, and only then', async () => {
    const cache = new TileCache();
    const compute = jest.fn(async () => 1);
    cache.live('m', 1);
    await cache.answer('m\na', compute);
    await cache.answer('other\na', compute);
    cache.live('m', 1);
    await cache.answer('m\na', compute);
    expect(compute).toHaveBeenCalledTimes(2);
    cache.live('m', 2);
    await cache.answer('m\na', compute);
    await cache.answer('other\na', compute);
    expect(compute).toHaveBeenCalledTimes(3);
  });

  it('keeps within its bounds and forgets what was not asked for longest', async () => {
    const cache = new TileCache();
    const large = 'x'.repeat(8_000_000);
    const compute = jest.fn(async () => large);
    await cache.answer('m\n1', compute);
    await cache.answer('m\n2', compute);
    await cache.answer('m\n1', compute);
    await cache.answer('m\n3', compute);
    expect(compute).toHaveBeenCalledTimes(3);
    await cache.answer('m\n1', compute);
    expect(compute).toHaveBeenCalledTimes(3);
    await cache.answer('m\n2', compute);
    expect(compute).toHaveBeenCalledTimes(4);
  });
});
