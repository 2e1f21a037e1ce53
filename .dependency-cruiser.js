/**
 * Who may import whom: the ladder domain ← projections ← adapters ← src, and for each npm package its one door.
 *
 * `test/house/imports.spec.ts` runs this on the tree and on planted violations. An exception needs an ADR; its number stands beside it.
 */
const rooms = '^(domain|projections|adapters|src|test|bench|examples|kernels)/';
const doors = '/(index|events|decode|rules)\\.ts$';
const catalogue = '^domain/catalogue/(index|events|decode|rules)\\.ts$';
/** Where code is proved, measured or drawn, and never shipped. */
const workshop = '^(test|bench|docs|examples|kernels)/|^vitest\\.config\\.ts$';

/** Where a program comes in that has Berth as a package (ADR 0012). */
const packageDoors = '^src/(testing/)?index\\.ts$';
/** Adapters that stand in for others in tests. */
const fakes = '^adapters/event-log-(memory|faulty)/';

const error = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

/** A floor of the ladder sees itself and the floors below. */
const only = (floor, ...below) =>
  error(
    `${floor} sees only ${['itself', ...below].join(', ')}`,
    { path: `^${floor}/` },
    { path: rooms, pathNot: [floor, ...below].map((room) => `^${room}/`) },
  );

/** An npm package or a module of Node is imported by the named files alone. */
const door = (name, target, ...files) =>
  error(
    `${name} has one door`,
    { path: '^(domain|projections|adapters|src|bin)/', pathNot: files },
    { path: target },
  );

const development = ['npm-dev', 'npm-no-pkg', 'npm-unknown'];
const npm = (name) => `(^|/)node_modules/${name}/`;
const core = (name) => `^(node:)?${name}(/|$)`;

const ladder = [
  only('domain'),
  only('projections', 'domain'),
  only('adapters', 'domain', 'projections'),
  only('src', 'domain', 'projections', 'adapters'),
  only('bench', 'domain', 'projections', 'adapters', 'src', 'examples'),
  only('domain/foundation'),
  only('domain/allocation', 'domain/foundation'),
];

const insideRooms = [
  error(
    'an aggregate sees only the doors of the others',
    { path: '^domain/([^/]+)/' },
    { path: '^domain/', pathNot: [`^domain/($1|foundation)/`, doors] },
  ),
  error(
    'a projection sees events, never another projection',
    { path: '^projections/([^/]+)/', pathNot: '^projections/(capacity|queue-board)/' },
    {
      path: '^(projections|domain)/',
      pathNot: ['^(projections/$1|domain/foundation)/', '^domain/[^/]+/events\\.ts$', catalogue],
    },
  ),
  error(
    "the kernel's view sees events and the kernel's door",
    { path: '^projections/(capacity|queue-board)/' },
    {
      path: '^(projections|domain)/',
      pathNot: [
        '^(projections/$1|domain/foundation)/',
        '^domain/[^/]+/events\\.ts$',
        '^domain/allocation/(index|rules)\\.ts$',
        catalogue,
      ],
    },
    'ADR 0004',
  ),
  error(
    'an adapter sees the ports, never another adapter',
    { path: '^adapters/([^/]+)/' },
    { path: '^adapters/', pathNot: '^adapters/($1|ports)/' },
  ),
  error(
    'adapters and src come in by the doors',
    { path: '^(adapters|src)/' },
    {
      path: '^(domain|projections)/',
      pathNot: ['^domain/(foundation|processes)/', doors, '^projections/[^/]+/view\\.ts$'],
    },
  ),
  error(
    'only src/main picks adapters',
    { path: '^(src|bin)/', pathNot: '^src/(main|testing)/' },
    { path: '^adapters/', pathNot: '^adapters/ports/' },
    'ADR 0012: berth/testing picks the simulated cluster and the ledger in memory',
  ),
  error(
    'the program does not see berth/testing',
    { path: '^(domain|projections|adapters|src|bin)/', pathNot: '^src/testing/' },
    { path: '^src/testing/' },
  ),
  error(
    'berth/testing knows no screen',
    { path: '^src/testing/' },
    { path: '^(src/(cli|web)|bin)/' },
  ),
  error(
    'folds, views and the kernel speak no Either',
    { path: '^(domain/[^/]+/state\\.ts$|domain/allocation/|projections/)' },
    { path: '^domain/foundation/fp\\.ts$' },
  ),
  error(
    'the loops know no program around them',
    { path: '^src/app/' },
    { path: '^src/(main|cli|web)/' },
  ),
  error('the program knows no screen', { path: '^src/main/' }, { path: '^src/(cli|web)/' }),
];

const packages = [
  door('fp-ts', npm('fp-ts'), '^domain/foundation/fp\\.ts$'),
  door(
    'xstate',
    npm('xstate'),
    '^domain/foundation/lifecycle\\.ts$',
    '^domain/[^/]+/machine\\.ts$',
  ),
  door(
    'typebox',
    npm('typebox'),
    '^domain/foundation/',
    '^domain/[^/]+/events\\.ts$',
    '^adapters/',
    '^src/main/config/',
  ),
  door('csv-parse', npm('csv-parse'), '^adapters/'),
  door('the HTTP server', npm('(fastify|@fastify/swagger|ajv|ajv-formats)'), '^adapters/http/'),
  door('yaml', npm('yaml'), '^adapters/', '^src/cli/', '^src/main/config/'),
  door('the terminal', npm('(commander|cli-progress|picocolors|string-width)'), '^src/cli/'),
  door('completions', npm('@bomb\\.sh'), '^src/cli/'),
  door('prom-client', npm('prom-client'), '^adapters/metrics-prometheus/'),
  door('pino', npm('(pino|@opentelemetry/api)'), '^adapters/log-json/'),
  door('node:sqlite', core('sqlite'), '^adapters/event-log-sqlite/'),
  door('@eventstore/db-client', npm('@eventstore/db-client'), '^adapters/event-log-eventstoredb/'),
  door('nats', npm('nats'), '^adapters/event-log-jetstream/'),
  error(
    'the rules know no Node',
    {
      path: '^(domain|projections)/',
      pathNot: '^domain/foundation/(chain|ids)\\.ts$',
    },
    { dependencyTypes: ['core'] },
    'ADR 0002 is about the two files that hash',
  ),
  error(
    'hashing is all that the rules take from Node',
    { path: '^domain/foundation/(chain|ids)\\.ts$' },
    { dependencyTypes: ['core'], pathNot: core('crypto') },
    'ADR 0002',
  ),
  error(
    'the loops reach the outside through ports',
    { path: '^src/app/' },
    { dependencyTypes: ['core'], pathNot: core('(crypto|v8)') },
    'hashing and encoding are functions, not the outside',
  ),
  error(
    'what ships imports no development package',
    { path: '^(domain|projections|adapters|src|bin)/' },
    { dependencyTypes: development, pathNot: npm('fast-check') },
  ),
  error(
    'fast-check is for berth/testing',
    { path: '^(domain|projections|adapters|src|bin)/', pathNot: '^src/testing/' },
    { path: npm('fast-check') },
    'ADR 0012: an optional peer of the package',
  ),
];

const graph = [
  error('no cycles', {}, { circular: true }),
  error('imports resolve', {}, { couldNotResolve: true }),
  error(
    'everything that ships is reached from the program',
    { path: ['^(bin/berth\\.js$|bench/|examples/)', packageDoors] },
    {
      path: '^(domain|projections|adapters|src)/',
      pathNot: [fakes, packageDoors],
      reachable: false,
    },
  ),
  error('nothing sees the workshop', { pathNot: workshop }, { path: workshop }),
];

export default {
  forbidden: [...ladder, ...insideRooms, ...packages, ...graph],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(bench/out|coverage|dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['berth-source', 'node', 'import', 'require', 'default'],
    },
  },
};
