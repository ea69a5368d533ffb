import { FILES_PREFIX, SETTINGS, type Setting } from './settings.js';

/** The text of `.env.example`: every setting commented out, with its meaning, what it expects and its default. */
export function renderEnvExample(): string {
  const head =
    '# Every setting of Jupiter. Copy to .env and uncomment what you change; the real environment wins over .env.\n# Generated from the typed configuration: npm run generate\n';
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => entry(name, setting));
  const files = `# The folder that a module's sources read, for any module: such as ${FILES_PREFIX}FINANCE.\n# ${FILES_PREFIX}FINANCE=\n`;
  return [head, ...entries, files].join('\n');
}

function entry(name: string, setting: Setting<unknown>): string {
  return `# ${setting.doc}\n# Expects ${setting.kind.expects}.\n# ${name}=${quoted(setting.default ?? '')}\n`;
}

/** A value with spaces needs quotes in a file of settings. */
function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
