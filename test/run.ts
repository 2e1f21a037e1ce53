/**
 * The one test command: `node test/run.ts fast` (types, lint, format, specs, contracts), `all` (and the slow suites),
 * `slow` (the slow suites alone), `proof` (the slow suites, and beside the patient ones every table of the benchmarks
 * once). One line per step with its seconds; the last line counts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOfReport, type Counts, sumOf, toolCounts } from './tally.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly suite?: 'fast' | 'slow';
  readonly env?: Readonly<Record<string, string>>;
  /** Its output is shown while it runs. */
  readonly isShown?: boolean;
}

const tools: readonly Step[] = [
  { name: 'types (tsc)', command: ['tsc', '--noEmit'] },
  {
    name: 'lint (oxlint)',
    command: [
      'oxlint',
      '--type-aware',
      '--deny-warnings',
      '--report-unused-disable-directives-severity=error',
    ],
  },
  {
    name: 'format (prettier)',
    command: [
      'prettier',
      '--check',
      '--log-level=warn',
      '--cache',
      '--cache-location=node_modules/.cache/prettier/cache.json',
      '.',
    ],
  },
];
const specs: Step = { name: 'specs and contracts', command: ['vitest', 'run'], suite: 'fast' };

/** The commands of all documents take longest, and wait for programs most of the time. */
const commands = 'test/house/commands.int.ts';

/** Slow suites that judge by what happens alone, not by how soon: they may run beside others. */
const patient = [
  'test/domain/allocation/*.sim.ts',
  'test/simulation/*.sim.ts',
  'test/src/main/steady/*.sim.ts',
  'test/package/*.int.ts',
  'test/adapters/event-log-jetstream/kills.int.ts',
];

const slow = (name: string, files: readonly string[]): Step => ({
  name: `slow suites: ${name}`,
  command: ['vitest', 'run', ...files],
  suite: 'slow',
  isShown: true,
});
const documented = slow('documents', [commands]);
const besides = slow(
  'simulations, packages, kills',
  patient.map((pattern) => pattern.replace(/\*.*/, '')),
);
/** The figures are for reading, not for judging: machines are noisy. That every table can be measured is judged. */
const tables: Step = {
  name: 'bench, each table once',
  command: ['node', '--min-semi-space-size=32', '--max-semi-space-size=32', 'bench/run.ts'],
  env: { BERTH_BENCH_RUNS: '1' },
  isShown: true,
};
const alone = slow(
  'all others',
  [commands, ...patient].map((pattern) => `--exclude=${pattern}`),
);

/** Two lanes: a machine of two cores is kept busy, and no more. */
const plans: Readonly<Record<string, readonly (readonly (readonly Step[])[])[]>> = {
  fast: [[tools, [specs]]],
  slow: [[[documented], [besides]], [[alone]]],
  proof: [[[documented], [besides, tables]], [[alone]]],
  all: [[tools, [specs]], [[documented], [besides]], [[alone]]],
};

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

const spawned = (step: Step, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const [tool = '', ...own] = step.command;
    const child = spawn(join('node_modules', '.bin', tool), [...own, ...args], {
      env: { ...process.env, BERTH_SUITE: step.suite ?? '', ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    const isShownLive = step.isShown ?? false;
    const keep = (chunk: Buffer): void => {
      chunks.push(chunk);
      if (isShownLive) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ exitCode: 1, output: String(error) }));
    child.on('close', (code) =>
      resolve({ exitCode: code ?? 1, output: isShownLive ? '' : Buffer.concat(chunks).toString() }),
    );
  });

const reportOf = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const run = async (step: Step): Promise<Counts> => {
  const startMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'berth-test-'));
  const report = join(folder, 'report.json');
  const args =
    step.suite === undefined
      ? []
      : ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { exitCode, output } = await spawned(step, args);
  const counts =
    step.suite === undefined ? toolCounts(exitCode) : countsOfReport(reportOf(report), exitCode);
  rmSync(folder, { recursive: true });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(6);
  const verdict = counts.failed === 0 ? 'ok    ' : 'FAILED';
  console.log(`${verdict} ${seconds} s  ${step.name}`);
  if (counts.failed > 0) console.log(output.trimEnd());
  return counts;
};

const lane = async (steps: readonly Step[]): Promise<Counts> => {
  const counts: Counts[] = [];
  for (const step of steps) counts.push(await run(step));
  return sumOf(counts);
};

const main = async (): Promise<void> => {
  const plan = plans[process.argv[2] ?? 'fast'];
  if (plan === undefined) throw new Error('say fast, slow, proof or all');
  const startMs = performance.now();
  const counts: Counts[] = [];
  for (const lanes of plan) counts.push(sumOf(await Promise.all(lanes.map(lane))));
  const { passed, failed, skipped } = sumOf(counts);
  console.log(`${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
};

await main();
