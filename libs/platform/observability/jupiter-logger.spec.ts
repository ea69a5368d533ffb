import { JupiterLogger } from './jupiter-logger.js';

describe('the log', () => {
  let lines: string[] = [];
  const logger = new JupiterLogger({ log: { level: 'info' } }, { write: (line) => void lines.push(line) });

  beforeEach(() => {
    lines = [];
  });

  it('is one JSON object a line, with level, time and the part that speaks', () => {
    logger.warn('something odd', 'Storage');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', msg: 'something odd', context: 'Storage', pid: process.pid });
  });

  it('leaves secrets out, wherever they stand', () => {
    logger.log({
      message: 'sign-in',
      password: 'hidden',
      body: { password: 'hidden' },
      directory: { settings: { bindPassword: 'hidden' } },
    });
    logger.log({ message: 'request', headers: { cookie: 'hidden', authorization: 'hidden', 'set-cookie': 'hidden' } });
    logger.error(Object.assign(new Error('UNIQUE constraint failed'), { query: 'INSERT …', parameters: ['hidden'] }));
    expect(lines.join()).not.toContain('hidden');
  });

  it('writes an error with its stack and code', () => {
    logger.error(Object.assign(new Error('broken'), { code: 'EIO' }), 'Storage');
    const line = JSON.parse(lines[0] ?? '') as { err: { stack: string; code: string } };
    expect(line.err.code).toBe('EIO');
    expect(line.err.stack).toContain('jupiter-logger.spec');
  });

  it('stays silent below its level', () => {
    logger.debug('detail');
    expect(lines).toEqual([]);
  });
});
