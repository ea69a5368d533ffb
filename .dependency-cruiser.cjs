/** Rules of direction, built from the two tables in test/architecture/layers.cjs. Each comment says what to do instead. */
const { layers, homes, purePackages } = require('./test/architecture/layers.cjs');

const tests = '\\.spec\\.tsx?$|\\.test-d\\.ts$|^test/';
const any = (paths) => `^(${paths.join('|')})/`;

const upward = layers.slice(0, -1).map((layer, height) => ({
  name: `${layer.name}-looks-down-only`,
  comment: `${layer.folder} holds ${layer.is}, and may not know what stands on it. Move the code up, or pass what it needs as an argument.`,
  from: { path: any([layer.folder]), pathNot: tests },
  to: { path: any([...layers.slice(height + 1).map((upper) => upper.folder), 'web']) },
}));

const packageAt = (names) => `node_modules/(@types/)?(${names.join('|')})/`;

const oneHome = homes.map(({ packages, home, guests = [], typesAreFree, instead }) => ({
  name: `${packages[0]}-has-one-home`,
  comment: `${packages.join(', ')} may be used in ${home} only: ${instead}.`,
  from: { path: '^(api|libs|web|migrations)/', pathNot: [tests, `^${home}/`, ...guests] },
  to: { path: packageAt(packages), ...(typesAreFree ? { dependencyTypesNot: ['type-only'] } : {}) },
}));

const doors = [
  {
    name: 'through-the-door',
    comment: "A library is used through its index.ts. Import '#layer/library', and enumerate there what others may use.",
    from: { path: '^libs/([^/]+)/([^/]+)/' },
    to: { path: '^libs/[^/]+/[^/]+/', pathNot: ['^libs/$1/$2/', '^libs/[^/]+/[^/]+/index\\.ts$'] },
  },
  {
    name: 'through-the-door-from-outside',
    comment: "A library is used through its index.ts. Import '#layer/library', and enumerate there what others may use.",
    from: { path: '^(api|web|migrations)/' },
    to: { path: '^libs/[^/]+/[^/]+/', pathNot: '^libs/[^/]+/[^/]+/index\\.ts$' },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one file, or there is a third thing that both need: name it and move it.',
    from: { path: '^(api|libs|web)/', pathNot: '\\.entity\\.ts$' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

/** A declaration: every .ts of a department but its specs, its Nest parts and folders of real code (house rule 4). */
const declaration = ['^(api/src|test)/departments/[^/]+\\.ts$', '^(api/src|test)/departments/[^/]+/[^/]+\\.ts$'];
const departments = [
  {
    name: 'departments-stay-apart',
    comment: 'Departments never import each other. What two of them need moves to departments/shared.',
    from: { path: '^(api/src|test)/departments/([^/]+)/' },
    to: { path: '^$1/departments/[^/]+/', pathNot: ['^$1/departments/$2/', '^$1/departments/shared/'] },
  },
  {
    name: 'a-declaration-sees-the-kit',
    comment:
      'A department is a declared value: it sees #core/kit, departments/shared and its own folder. Real code goes into a Nest module beside it.',
    from: { path: declaration, pathNot: ['\\.spec\\.ts$', '/index\\.ts$', '\\.(module|service|controller)\\.ts$'] },
    to: { pathNot: ['^libs/core/kit/index\\.ts$', '^(api/src|test)/departments/'] },
  },
];

const purity = [
  {
    name: 'core-is-pure',
    comment:
      'libs/core runs in the browser and in every process: no Nest, no packages, no files, no network. Do the I/O in a library above and pass the value down.',
    from: { path: '^libs/core/', pathNot: tests },
    to: { pathNot: ['^libs/core/', packageAt(purePackages)] },
  },
  {
    name: 'the-browser-takes-types-of-the-contract',
    comment: 'The classes of #core/contract carry validators that the browser has no use for: write `import type`.',
    from: { path: '^web/' },
    to: { path: '^libs/core/contract/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the-browser-sees-the-contract',
    comment: 'The browser imports #core/contract and #core/kernel only; everything else comes over the API.',
    from: { path: '^web/' },
    to: { path: '^(api|migrations|deploy|test|libs/(?!core/(contract|kernel)/))' },
  },
  {
    name: 'the-server-is-not-the-browser',
    comment: 'Server code does not import from web/. What both need is a wire type: put it into #core/contract.',
    from: { path: '^(api|libs|migrations)/' },
    to: { path: '^web/' },
  },
  {
    name: 'no-tests-in-production',
    comment: 'Production code imports nothing from specs or test/. Move what is useful beyond tests into the library it belongs to.',
    from: { path: '^(api|libs|web|migrations)/', pathNot: tests },
    to: { path: tests },
  },
  {
    name: 'nobody-imports-a-program',
    comment:
      'main.ts, worker.ts, executor.ts and cli.ts are where a process starts; nothing builds on them. Move what you need into a file of its own.',
    from: { path: '^(api|libs|web|migrations)/', pathNot: tests },
    to: { path: '^api/src/(main|worker|executor|cli)\\.ts$' },
  },
  {
    name: 'only-programs-compose',
    comment:
      'app.module.ts is the whole app: only what starts it (programs, commands, the HTTP server) imports it. Inject what you need instead.',
    from: {
      path: '^(api|libs|web|migrations)/',
      pathNot: [tests, '^api/src/(main|worker|executor|cli)\\.ts$', '^api/src/(commands|http)/'],
    },
    to: { path: '^api/src/app\\.module\\.ts$' },
  },
  {
    name: 'no-orphans',
    comment: 'A file that nothing imports is dead, or an entry point that .dependency-cruiser.cjs does not know yet.',
    from: {
      orphan: true,
      path: '^(api|libs|web/src|migrations)/',
      pathNot: [tests, '\\.d\\.ts$', '^api/src/(main|worker|executor|cli)\\.ts$', '^web/src/main\\.tsx$'],
    },
    to: {},
  },
  {
    name: 'resolvable',
    comment: 'This import leads nowhere. Is the file missing, or the package absent from package.json?',
    from: { path: '^(api|libs|web|migrations)/' },
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...upward, ...doors, ...oneHome, ...departments, ...purity].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['\\.json$', '\\.css$', '\\?url$'] },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: `${__dirname}/test/architecture/resolve.cjs` },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
