import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keep, kept } from './draw.ts';
import { scoreOf, scoresOf, survivorsOf } from './survivors.ts';

/**
 * The mutation test of the kernel: `npm run test:mutation -- [ROOM...] [--sample N --seed S] [--again] [--quick MS]`.
 *
 * Mutants are made in a copy of the tree below `.mutation`; what lies beside the checkout has to lie beside the copy too.
 */
const { values, positionals: rooms } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    /** Those alone that were missed last time. */
    again: { type: 'boolean', default: false },
    /** Specs that take longer, in ms of processor time, are left out of trials: a first look, and no score. */
    quick: { type: 'string' },
    concurrency: { type: 'string', default: '2' },
    /** The score, in percent, below which the run fails. */
    least: { type: 'string', default: '85' },
  },
});
const filesOf = (room: string): string => `domain/allocation/${room}/**/*.ts`;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.mutation');
process.env['BERTH_MUTATION'] = folder;
const copies = join(folder, 'tmp');
const report = join(folder, 'mutants.json');
rmSync(copies, { recursive: true, force: true });
rmSync(report, { force: true });
mkdirSync(copies, { recursive: true });
symlinkSync(join(root, '..', 'shared'), join(copies, 'shared'));

const again = values.again ? { again: kept<readonly string[]>('missed') ?? [] } : {};
const quick = values.quick === undefined ? {} : { quickMs: Number(values.quick) };
keep('draw', { sample: Number(values.sample), seed: values.seed, ...again, ...quick });
const isWhole = values.sample === '0' && !values.again && values.quick === undefined;
const args = [
  join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
  'run',
  'test/mutation/stryker.config.json',
  '--concurrency',
  values.concurrency,
  ...(isWhole ? ['--incremental'] : []),
  ...(rooms.length === 0 ? [] : ['--mutate', rooms.map(filesOf).join(',')]),
];
const env = { ...process.env, BERTH_SUITE: 'mutation' };
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
if (status !== 0 || !existsSync(report)) process.exitCode = status ?? 1;
else {
  const mutants = JSON.parse(readFileSync(report, 'utf8'));
  const drawn = new Set(kept<readonly string[]>('drawn'));
  const missed = survivorsOf(mutants, drawn);
  keep('missed', missed);
  process.stdout.write(`\n${missed.join('\n')}\n\n${scoresOf(mutants, drawn)}\n`);
  process.exitCode = 100 * scoreOf(mutants, drawn) < Number(values.least) ? 1 : 0;
}
