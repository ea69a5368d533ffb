/** Sign-ins: name and password checked with the directory, a session begun, the deed recorded; beside a bare bind. */
import { measure, post, signIn } from './load.mjs';
import { loop, ms, times } from './report.mjs';

const PEOPLE = ['emma', 'leo', 'carla', 'ida'];
const COUNT = 200;

/** @param {import('./company.mjs').Company} company @param {import('./report.mjs').Report} report */
export async function signIns(company, report) {
  const web = await company.web();
  const bare = await company.bare('test/bench/bare-directory.mjs', {});
  report.section('Sign-ins with the embedded directory (client and directory share the process)');
  for (const connections of [1, 20]) {
    const options = { count: COUNT, connections, warmUp: 40 };
    const jupiter = await measure(web, PEOPLE.map(signIn), options);
    const least = await measure(bare, [post('/', {})], options);
    report.add({ ...line(`Jupiter, ${connections} at once`, jupiter), goal: 'loop p99 at most 20 ms', met: jupiter.loopP99 <= 20 });
    report.add(line(`bare ldapjs bind, ${connections} at once`, least));
    report.add({ what: 'ratio', cpu: times(jupiter.cpuMs / least.cpuMs), wall: times(jupiter.wallMs / least.wallMs) });
  }
  await web.stop();
  await bare.stop();
}

/** @param {string} what @param {import('./load.mjs').Cost} cost */
function line(what, cost) {
  const { cpuMs, wallMs, perSecond } = cost;
  return { what, cpu: ms(cpuMs), wall: ms(wallMs), more: `${Math.round(perSecond)}/s${loop(cost)}` };
}
