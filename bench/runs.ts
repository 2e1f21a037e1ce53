import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandCost, costOf } from './command.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';
import { hasTraces, traceArguments } from './traces.ts';

/** Runs of each shape. */
const repeats = repeatsOf(3);

interface Shape {
  readonly name: string;
  readonly args: readonly string[];
  readonly wallMaxS: number;
  readonly peakMaxMib: number | undefined;
}

/** The main job on real input: play, then replay every decision; whole processes, from outside. */
export const rows = async (): Promise<readonly Row[]> => {
  if (!hasTraces())
    throw new Error('the public traces are missing: set BERTH_DATA to their folder');
  const { openb, loaded, philly } = traceArguments();
  const shapes: readonly Shape[] = [
    { name: 'openb as timed', args: openb, wallMaxS: 4, peakMaxMib: 400 },
    { name: 'openb at 130 %', args: loaded, wallMaxS: 8, peakMaxMib: undefined },
    { name: 'philly on 70×8', args: philly, wallMaxS: 40, peakMaxMib: undefined },
  ];
  const found: Row[] = [];
  for (const shape of shapes) found.push(...(await rowsFor(shape)));
  const help = await times(9, () => costOf(['--help']));
  found.push(
    rowOf({
      table: 'runs',
      name: '`berth --help`, whole process',
      unit: 'ms',
      runs: help.map(({ wallMs }) => wallMs),
      target: '≤ 150',
      reference: 'commander alone 66 ms (cold import)',
      note: '',
    }),
  );
  return found;
};

const rowsFor = async ({ name, args, wallMaxS, peakMaxMib }: Shape): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const ledger = join(folder, 'out.db');
  try {
    const played = await times(repeats, () =>
      costOf(['sim', 'run', ...args, '--ledger', ledger, '--overwrite', '-o', 'json']),
    );
    const replayed = await times(repeats, () =>
      costOf(['replay', ledger, '--verify', '-o', 'json']),
    );
    const report = JSON.parse(played[0]?.stdout ?? '{}');
    const replay = JSON.parse(replayed[0]?.stdout ?? '{}');
    const digest = String(replay.digest).slice(0, 16);
    return [
      rowOf({
        table: 'runs',
        name: `${name}: play`,
        unit: 's',
        runs: played.map(({ wallMs }) => wallMs / 1000),
        target: `≤ ${wallMaxS}`,
        reference: 'FGD simulator: 3–12 pods/s',
        note: `${report.revisions} facts, ${report.preemptions} evictions, head ${String(report.head).slice(0, 16)}`,
      }),
      rowOf({
        table: 'runs',
        name: `${name}: peak memory`,
        unit: 'MiB',
        runs: played.map(({ peakMib }) => peakMib),
        target: peakMaxMib === undefined ? '' : `≤ ${peakMaxMib}`,
        reference: '',
        note: '',
      }),
      rowOf({
        table: 'runs',
        name: `${name}: replay --verify`,
        unit: 'events/s',
        runs: replayed.map(({ wallMs }) => (replay.revisions / wallMs) * 1000),
        target: '≥ 100,000',
        reference: 'raw XState transition: 24,000–40,000',
        note: `${replay.differences} differences in ${replay.decisions} decisions, digest ${digest}; start of the process included`,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const times = async (
  count: number,
  run: () => Promise<CommandCost>,
): Promise<readonly CommandCost[]> => {
  const costs: CommandCost[] = [];
  for (let k = 0; k < count; k += 1) {
    const cost = await run();
    if (cost.code !== 0) throw new Error(`the command ended with ${cost.code}`);
    costs.push(cost);
  }
  return costs;
};
