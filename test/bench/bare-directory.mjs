/** The least that could check a password: the demo directory and a bare ldapjs client in one process. One POST, one bind. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import ldap from 'ldapjs';
import { at } from '../../deploy/bootstrap/project.mjs';

const require = createRequire(import.meta.url);
const { startEmbeddedDirectory } = require(at('dist/libs/platform/identity/embedded/embedded-directory.js'));
const { DEMO_DIRECTORY, DEMO_PASSWORD } = require(at('dist/libs/platform/identity/embedded/demo-company.js'));
const directory = await startEmbeddedDirectory(DEMO_DIRECTORY);
const principals = DEMO_DIRECTORY.people.filter((person) => person.state === 'ok').map((person) => person.principal);
let turn = 0;

const bind = () =>
  new Promise((done, fail) => {
    const client = ldap.createClient({ url: directory.url, tlsOptions: { ca: [directory.ca] } });
    client.on('error', fail);
    client.bind(principals[turn++ % principals.length], DEMO_PASSWORD, (error) => {
      client.destroy();
      return error ? fail(error) : done(undefined);
    });
  });

const server = createServer(async (request, response) => {
  if (request.url === '/metrics') {
    const { user, system } = process.cpuUsage();
    return response.end(`process_cpu_seconds_total ${(user + system) / 1e6}\n`);
  }
  request.resume();
  await bind();
  response.end('{}');
});

process.on('message', (message) => message === 'shutdown' && process.exit(0));
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
