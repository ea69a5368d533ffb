/** `npm run bench`: every figure and what it is compared to, in one run, on data of its own. `npm run bench -- pages` runs that part only. */
import { cpus } from 'node:os';
import { say } from '../../deploy/bootstrap/project.mjs';
import { Company } from './company.mjs';
import { dashboard } from './dashboard.mjs';
import { pages } from './pages.mjs';
import { Report } from './report.mjs';
import { signIns } from './sign-ins.mjs';
import { startUp } from './start-up.mjs';

/** At this scale Greenfield's ledger has a million lines. */
const MILLION = 6.2;

const parts = { start: startUp, dashboard, 'sign-ins': signIns, pages };
const wanted = process.argv.slice(2);
const chosen = Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name));

const report = new Report();
let failed = false;
for (const scale of [1, MILLION]) {
  const here = chosen.filter(([name]) => (name === 'pages') === (scale === MILLION));
  if (here.length === 0) continue;
  const company = await Company.make(scale);
  try {
    for (const [name, part] of here) {
      say(`Measuring: ${name} …`);
      await part(company, report).catch((error) => {
        failed = true;
        say(`${name} could not be measured. ${error.stack}`);
        report.add({ what: `${name} COULD NOT BE MEASURED` });
      });
    }
  } finally {
    await company.close();
  }
}
console.log(`\nJupiter, ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}. CPU and wall per call.\n`);
console.log(report.toString());
process.exitCode = failed ? 1 : 0;
