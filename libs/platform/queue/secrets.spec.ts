import { MASK, masked, unmasked } from './secrets.js';

const payload = { to: 'ida', login: { name: 'sage', password: 'geheim' }, keys: [{ token: 'a' }, { token: 'b' }] };
const secrets = ['login.password', 'keys.*.token'];

describe('the secrets of a payload', () => {
  it('are masked wherever a path leads to them, and nothing else is', () => {
    expect(masked(payload, secrets)).toEqual({
      to: 'ida',
      login: { name: 'sage', password: MASK },
      keys: [{ token: MASK }, { token: MASK }],
    });
  });

  it('need not be there', () => {
    expect(masked(null, secrets)).toBeNull();
    expect(masked({ login: 'none' }, secrets)).toEqual({ login: 'none' });
  });

  it('keep their stored value in an edited payload that left them masked', () => {
    const edited = { ...payload, to: 'leo', login: { name: 'sage', password: MASK }, keys: [{ token: 'new' }, { token: MASK }] };
    expect(unmasked(edited, payload, secrets)).toEqual({ ...payload, to: 'leo', keys: [{ token: 'new' }, { token: 'b' }] });
  });
});
