import { createServer, type Server } from 'node:http';
import { listen } from './server.js';

describe('listening', () => {
  const servers: Server[] = [];
  const server = () => {
    const made = createServer();
    servers.push(made);
    return made;
  };
  afterEach(() => Promise.all(servers.splice(0).map((one) => new Promise((done) => one.close(done)))));

  it('tells the port it was given', async () => {
    expect(await listen(server(), '127.0.0.1', 0)).toBeGreaterThan(0);
  });

  it('says what to do when the port is taken, or the address is another machine’s', async () => {
    const port = await listen(server(), '127.0.0.1', 0);
    await expect(listen(server(), '127.0.0.1', port)).rejects.toMatchObject({
      message: `Jupiter cannot listen on 127.0.0.1, port ${port}: another program listens there.`,
      remedy: 'Stop that program, or choose another port with JUPITER_PORT.',
    });
    await expect(listen(server(), '203.0.113.1', 0)).rejects.toMatchObject({ remedy: expect.stringContaining('JUPITER_HOST') });
  });
});
