/**
 * Keeps package-lock.json complete for every platform. A package with native parts names one optional package per platform;
 * where the registry in use lacks one, npm leaves it out of the lock, and `npm ci` then refuses the whole lock file.
 * Run it after a change of dependencies; `--check` only says whether it would add something (part of `npm run check`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { at, main, Stop, say } from './project.mjs';

const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const processors = {
  x64: /x64/,
  arm64: /arm64|aarch64/,
  arm: /-arm(v\d|-|$)|armhf|gnueabi/,
  ia32: /ia32/,
  ppc64: /ppc64/,
  s390x: /s390x/,
  riscv64: /riscv64/,
  loong64: /loong64/,
  mips64el: /mips64el/,
  wasm32: /wasm/,
};

/** True if the package at `path` finds `name` in a node_modules of its own or of a folder above. */
function resolves(packages, path, name) {
  const owners = (path && `/${path}`).split('/node_modules/');
  return owners.some((_, depth) => packages[[...owners.slice(0, depth + 1), name].join('/node_modules/').slice(1)]);
}

/** An entry that npm skips on every platform but its own. */
function placeholder(name, version, owner) {
  const system = systems.find((candidate) => name.includes(candidate));
  const processor = Object.entries(processors).find(([, pattern]) => pattern.test(name))?.[0];
  return {
    version,
    ...(processor ? { cpu: [processor] } : {}),
    ...(owner.dev ? { dev: true } : {}),
    optional: true,
    // A name that shows no system (wasm builds) is wanted nowhere by default.
    os: [system ?? 'none'],
  };
}

/** What is missing, by its place in the lock file. */
function missing(packages) {
  /** @type {Record<string, object>} */
  const found = {};
  for (const [path, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const exact = /^\d+\.\d+\.\d+/.test(version);
      if (exact && !resolves(packages, path, name)) found[`node_modules/${name}`] = placeholder(name, version, owner);
    }
  }
  return found;
}

await main(async () => {
  const file = at('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const found = missing(lock.packages);
  const names = Object.keys(found);
  if (process.argv.includes('--check')) {
    if (names.length > 0) throw new Stop(`package-lock.json lacks ${names.join(', ')}. Run: node deploy/bootstrap/complete-lock.mjs`);
    return;
  }
  const sorted = Object.entries({ ...lock.packages, ...found }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  say(`${names.length} packages of other platforms added to package-lock.json.`);
});
