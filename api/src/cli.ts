import './commands/right-node.js';
import 'reflect-metadata';
import { commandLine } from './commands/command-line.js';
import { leave } from './commands/format-problem.js';

commandLine().parseAsync(process.argv).catch(leave);
