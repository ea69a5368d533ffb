import { Command, Option } from 'commander';
import { generate } from './generate.js';
import { newDepartmentCommand } from './new-department.js';
import { query } from './query.js';
import { addQueueCommands } from './queue-commands.js';
import { runModule } from './run.js';
import { migrateStore, people, setup } from './setup.js';

const several = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** The command line: every command with its options, as `help` shows them. */
export function commandLine(): Command {
  const program = new Command('jupiter').description('Jupiter from the command line.').showHelpAfterError().allowExcessArguments(false);
  program.command('setup').description('bring the store up to date; in the demo also make the company and its first run').action(setup);
  program.command('migrate').description('bring the store up to date').action(migrateStore);
  program.command('people').description('who can sign in to the demo').action(people);
  program.command('run <department>').description('read its files, build, check and publish').action(runModule);
  addQuery(program);
  addQueueCommands(program);
  program.command('new-department <name>').description('write a new department that works').action(newDepartmentCommand);
  program.command('generate <what>').description('print a generated file: env-example or openapi').action(generate);
  return program;
}

function addQuery(program: Command): void {
  program
    .command('query <metric...>')
    .description('print figures through the gate, e.g. query finance.revenue --by branch --where period=2026-10')
    .option('--by <dimensions>', 'dimensions to group by: comma-separated, or repeated', several)
    .option('--where <dimension=value>', 'only this value; repeat for more values or dimensions', several)
    .option('--from <dimension=value>', 'from this value on', several)
    .option('--to <dimension=value>', 'up to this value', several)
    .option('--order <name[:desc]>', 'sort by a metric or dimension', several)
    .option('--limit <rows>', 'at most so many rows (all unless said)')
    .option('--as-of <load>', 'as of an older load (its number), or as of a moment (ISO 8601)')
    .option('--as <account>', 'what this person may see; without it: the local operator, all rights, audited')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'csv', 'json']).default('table'))
    .action(query);
}
