import { firstLine, messageOf } from './error-message.js';

describe('the message of whatever was thrown', () => {
  it('is found in errors of any realm, and in what is no error at all', () => {
    expect(messageOf(new TypeError('no such thing'))).toBe('no such thing');
    expect(messageOf({ message: 'of native code' })).toBe('of native code');
    expect([messageOf('a text'), messageOf(undefined), messageOf(null)]).toEqual(['a text', 'undefined', 'null']);
  });

  it('can be cut to what people read', () => {
    expect(firstLine(new Error('Parser Error: x\nLINE 1: select'))).toBe('Parser Error: x');
  });
});
