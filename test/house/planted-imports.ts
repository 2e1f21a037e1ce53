const nothing = 'export const nothing = 0;\n';
const seeing = (...targets: readonly string[]): string =>
  targets.map((target) => `import '${target}';\n`).join('');

/** A small tree that keeps the rules; each planted violation is laid over it. */
export const lawful: Readonly<Record<string, string>> = {
  'bin/berth.js': seeing('../src/cli/index.ts'),
  'src/cli/index.ts': seeing('../main/index.ts', 'commander'),
  'src/main/index.ts': seeing('../app/handle.ts', '../../adapters/log-a/index.ts'),
  'src/testing/index.ts': seeing('../main/index.ts', '../../adapters/log-a/index.ts', 'fast-check'),
  'src/app/handle.ts': seeing(
    '../../adapters/ports/event-log.ts',
    '../../projections/capacity/index.ts',
    '../../projections/history/index.ts',
  ),
  'adapters/ports/event-log.ts': nothing,
  'adapters/log-a/index.ts': seeing('../ports/event-log.ts', 'typebox', 'node:fs'),
  'projections/capacity/index.ts': seeing('../../domain/allocation/index.ts', './apply.ts'),
  'projections/capacity/apply.ts': seeing('../../domain/catalogue/events.ts'),
  'projections/history/index.ts': seeing('../../domain/node/events.ts'),
  'domain/catalogue/events.ts': seeing('../node/events.ts', '../queue/index.ts'),
  'domain/node/events.ts': seeing('typebox', '../foundation/fp.ts'),
  'domain/queue/index.ts': seeing('./decide.ts', './machine.ts', '../node/events.ts'),
  'domain/queue/decide.ts': seeing('../foundation/chain.ts'),
  'domain/queue/machine.ts': seeing('xstate'),
  'domain/allocation/index.ts': seeing('../foundation/ids.ts'),
  'domain/foundation/ids.ts': nothing,
  'domain/foundation/fp.ts': seeing('fp-ts/lib/Either.js'),
  'domain/foundation/chain.ts': seeing('node:crypto'),
  'bench/fold.ts': seeing('../src/app/handle.ts'),
  'test/queue.spec.ts': seeing('../domain/queue/decide.ts', 'vitest', 'xstate'),
};

/** For each rule, files that break it; the rule must be named. */
export const violations: readonly (readonly [
  rule: string,
  files: Readonly<Record<string, string>>,
])[] = [
  [
    'domain sees only itself',
    { 'domain/queue/x.ts': seeing('../../projections/history/index.ts') },
  ],
  [
    'projections sees only itself, domain',
    { 'projections/history/up.ts': seeing('../../adapters/ports/event-log.ts') },
  ],
  [
    'adapters sees only itself, domain, projections',
    { 'adapters/log-a/x.ts': seeing('../../src/app/handle.ts') },
  ],
  [
    'src sees only itself, domain, projections, adapters',
    { 'src/app/x.ts': seeing('../../bench/fold.ts') },
  ],
  [
    'bench sees only itself, domain, projections, adapters, src, examples',
    { 'bench/x.ts': seeing('../test/queue.spec.ts') },
  ],
  ['domain/foundation sees only itself', { 'domain/foundation/x.ts': seeing('../queue/index.ts') }],
  [
    'domain/allocation sees only itself, domain/foundation',
    { 'domain/allocation/x.ts': seeing('../queue/index.ts') },
  ],
  [
    'an aggregate sees only the doors of the others',
    { 'domain/node/x.ts': seeing('../queue/decide.ts') },
  ],
  [
    'a projection sees events, never another projection',
    { 'projections/history/x.ts': seeing('../capacity/index.ts') },
  ],
  [
    'a projection sees events, never another projection',
    { 'projections/history/y.ts': seeing('../../domain/allocation/index.ts') },
  ],
  [
    "the kernel's view sees events and the kernel's door",
    { 'projections/capacity/x.ts': seeing('../../domain/queue/index.ts') },
  ],
  [
    'an adapter sees the ports, never another adapter',
    { 'adapters/log-b/x.ts': seeing('../log-a/index.ts') },
  ],
  [
    'adapters and src come in by the doors',
    { 'src/app/y.ts': seeing('../../domain/queue/decide.ts') },
  ],
  ['only src/main picks adapters', { 'src/app/z.ts': seeing('../../adapters/log-a/index.ts') }],
  [
    'folds, views and the kernel speak no Either',
    {
      'domain/queue/state.ts': seeing('../foundation/fp.ts'),
      'domain/allocation/loop.ts': seeing('../foundation/fp.ts'),
      'projections/history/apply.ts': seeing('../../domain/foundation/fp.ts'),
    },
  ],
  ['the loops know no program around them', { 'src/app/w.ts': seeing('../main/index.ts') }],
  ['the program knows no screen', { 'src/main/x.ts': seeing('../cli/index.ts') }],
  ['fp-ts has one door', { 'domain/queue/fp.ts': seeing('fp-ts/lib/Either.js') }],
  ['xstate has one door', { 'domain/queue/walk.ts': seeing('xstate') }],
  ['typebox has one door', { 'src/main/shape.ts': seeing('typebox') }],
  ['csv-parse has one door', { 'src/main/csv.ts': seeing('csv-parse/sync') }],
  [
    '@eventstore/db-client has one door',
    { 'src/main/eventstore.ts': seeing('@eventstore/db-client') },
  ],
  ['yaml has one door', { 'src/main/yaml.ts': seeing('yaml') }],
  ['the terminal has one door', { 'src/main/colour.ts': seeing('picocolors') }],
  ['node:sqlite has one door', { 'adapters/log-a/sqlite.ts': seeing('node:sqlite') }],
  ['the HTTP server has one door', { 'src/cli/fastify.ts': seeing('fastify') }],
  ['completions has one door', { 'adapters/log-a/tab.ts': seeing('@bomb.sh/tab') }],
  ['prom-client has one door', { 'adapters/log-a/figures.ts': seeing('prom-client') }],
  ['pino has one door', { 'src/main/pino.ts': seeing('pino') }],
  ['nats has one door', { 'src/main/nats.ts': seeing('nats') }],
  ['the rules know no Node', { 'projections/history/fs.ts': seeing('node:fs') }],
  ['the rules know no Node', { 'domain/queue/crypto.ts': seeing('crypto') }],
  [
    'hashing is all that the rules take from Node',
    { 'domain/foundation/ids.ts': seeing('node:os') },
  ],
  ['the loops reach the outside through ports', { 'src/app/fs.ts': seeing('node:fs') }],
  ['what ships imports no development package', { 'src/main/dev.ts': seeing('vitest') }],
  ['what ships imports no development package', { 'src/testing/dev.ts': seeing('vitest') }],
  ['fast-check is for berth/testing', { 'src/main/chance.ts': seeing('fast-check') }],
  ['the program does not see berth/testing', { 'src/main/t.ts': seeing('../testing/index.ts') }],
  ['berth/testing knows no screen', { 'src/testing/cli.ts': seeing('../cli/index.ts') }],
  [
    'no cycles',
    { 'domain/node/a.ts': seeing('./b.ts'), 'domain/node/b.ts': `export * from './a.ts';\n` },
  ],
  [
    'no cycles',
    {
      'domain/node/c.ts': `import type { D } from './d.ts';\nexport type C = D;\n`,
      'domain/node/d.ts': `import type { C } from './c.ts';\nexport type D = C;\n`,
    },
  ],
  ['imports resolve', { 'src/main/gone.ts': seeing('./not-there.ts') }],
  ['everything that ships is reached from the program', { 'src/main/alone.ts': nothing }],
  ['nothing sees the workshop', { 'domain/queue/y.ts': seeing('../../test/queue.spec.ts') }],
];
