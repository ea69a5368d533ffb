import { TooManyAttempts } from '../errors.js';
import { FailureWindow } from './failure-window.js';

describe('a window of failures', () => {
  let time = 0;
  let window: FailureWindow;
  beforeEach(() => {
    time = 0;
    window = new FailureWindow(3, 1000, () => time);
  });
  const fail = async (key: string) => (await window.admit(key))('failed');
  const refusal = async (key: string) =>
    window.admit(key).then(
      () => undefined,
      (error: unknown) => error as TooManyAttempts,
    );

  it('refuses after three failures until the oldest is past, and says how long that is', async () => {
    for (time = 0; time < 300; time += 100) await fail('emma');
    time = 400;
    expect(await refusal('emma')).toMatchObject({ status: 429, retryAfterSeconds: 1 });
    time = 1000;
    await fail('emma');
    expect(await refusal('emma')).toBeInstanceOf(TooManyAttempts);
  });

  it('counts each key for itself and forgets failures after a success', async () => {
    await fail('emma');
    await fail('emma');
    (await window.admit('emma'))('succeeded');
    await fail('emma');
    await fail('emma');
    expect(await refusal('emma')).toBeUndefined();
    expect(await refusal('leo')).toBeUndefined();
  });

  it('admits no more at once than may still fail, and the rest when those have not', async () => {
    const open = [await window.admit('emma'), await window.admit('emma'), await window.admit('emma')];
    const fourth = window.admit('emma');
    const order: string[] = [];
    void fourth.then(() => order.push('fourth'));
    await Promise.resolve();
    order.push('first ends');
    open[0]?.('succeeded');
    await fourth;
    expect(order).toEqual(['first ends', 'fourth']);
  });

  it('refuses those who wait when the ones before them failed', async () => {
    const open = [await window.admit('emma'), await window.admit('emma'), await window.admit('emma')];
    const fourth = refusal('emma');
    for (const settle of open) settle('failed');
    expect(await fourth).toBeInstanceOf(TooManyAttempts);
  });

  it('marks the first refusal of a window only', async () => {
    for (let i = 0; i < 3; i++) await fail('emma');
    expect([(await refusal('emma'))?.first, (await refusal('emma'))?.first]).toEqual([true, false]);
    time = 1001;
    for (let i = 0; i < 3; i++) await fail('emma');
    expect((await refusal('emma'))?.first).toBe(true);
  });
});
