import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import type { StoredEnvelope } from '../domain/foundation/event.ts';
import { costOf } from './command.ts';
import { figureOf, type Row, rowOf } from './row.ts';
import { hasTraces, traceArguments } from './traces.ts';

/** What stands beside the body of every fact. @unit bytes */
const hashBytes = 32;

/** Facts that only the kernel makes. */
const decisions: ReadonlySet<string> = new Set([
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadNominated',
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
]);

/** A ledger to be weighed. @shape `gpus` where its time is that of a real cluster, so that a year of it can be told */
interface Shape {
  readonly name: string;
  readonly args: readonly string[];
  readonly gpus?: number;
}

/** How much decisions weigh, kind by kind, and what a year of a cluster of 1,000 nodes would. */
export const rows = async (): Promise<readonly Row[]> => {
  const traces = hasTraces() ? traceArguments() : undefined;
  const shapes: readonly Shape[] = [
    { name: 'demo', args: ['demo'], gpus: 512 },
    ...(traces === undefined
      ? []
      : [
          { name: 'openb at 130 %', args: ['run', ...traces.loaded] },
          { name: 'philly on 70×8', args: ['run', ...traces.philly], gpus: 560 },
        ]),
  ];
  const found: Row[] = [];
  for (const shape of shapes) found.push(...(await rowsOf(shape)));
  return found;
};

const rowsOf = async (shape: Shape): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const ledger = join(folder, 'out.db');
  try {
    const { code } = await costOf(['sim', ...shape.args, '--ledger', ledger, '-o', 'json']);
    if (code !== 0) throw new Error(`the play of ${shape.name} ended with ${code}`);
    const weighed = await weigh(ledger);
    const year = shape.gpus === undefined ? [] : [yearRow(shape, shape.gpus, weighed)];
    return [sizeRow(shape, weighed), ...year];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

interface Weighed {
  /** Of every decision, by the type of its fact. @unit bytes */
  readonly sizes: ReadonlyMap<string, readonly number[]>;
  readonly fileBytes: number;
  readonly facts: number;
  readonly days: number;
}

const weigh = async (ledger: string): Promise<Weighed> => {
  const opened = await openLedger({ path: ledger, mode: 'read' })();
  if (isLeft(opened)) throw new Error(JSON.stringify(opened.left));
  const log = opened.right;
  const sizes = new Map<string, number[]>();
  let [at, firstMs, lastMs] = [0, Infinity, -Infinity];
  for (;;) {
    const page = await log.read(at, 4096)();
    if (isLeft(page)) throw new Error(JSON.stringify(page.left));
    if (page.right.length === 0) break;
    for (const { body } of page.right) {
      const { type, atMs }: StoredEnvelope = JSON.parse(body);
      [firstMs, lastMs] = [Math.min(firstMs, atMs), Math.max(lastMs, atMs)];
      if (!decisions.has(type)) continue;
      const known = sizes.get(type) ?? [];
      known.push(Buffer.byteLength(body) + hashBytes);
      sizes.set(type, known);
    }
    at += page.right.length;
  }
  await log.close()();
  const { size: fileBytes } = await stat(ledger);
  return { sizes, fileBytes, facts: at, days: (lastMs - firstMs) / 86_400_000 };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

const sizeRow = ({ name }: Shape, { sizes }: Weighed): Row => {
  const all = [...sizes.values()].flat();
  const kinds = [...sizes].map(
    ([type, values]) =>
      `${type} ${quantile(values, 0.5)} / ${quantile(values, 0.99)} (${values.length})`,
  );
  return rowOf({
    table: 'records',
    name: `${name}: a decision, body and hash`,
    unit: 'bytes',
    runs: [quantile(all, 0.5)],
    target: '≤ 1,228',
    reference: '',
    note: `p99 ${quantile(all, 0.99)}; by kind p50 / p99 (how many): ${kinds.toSorted().join(', ')}`,
  });
};

/** The cluster of the extrapolation: 1,000 nodes of 8 GPUs, as busy a GPU as in the ledger. */
const gpusOfYear = 8_000;

const yearRow = ({ name }: Shape, gpus: number, { fileBytes, facts, days }: Weighed): Row => {
  const scale = (gpusOfYear / gpus) * (365 / days);
  return rowOf({
    table: 'records',
    name: `${name}: a year of 1,000 nodes × 8 GPUs`,
    unit: 'GB',
    runs: [(fileBytes * scale) / 1e9],
    target: '≤ 1,000',
    reference: 'one disk of 1 TB',
    note: `extrapolated: ${figureOf(facts)} facts and ${figureOf(fileBytes / 1e6)} MB of file in ${figureOf(days)} days of ${gpus} GPUs, as many a GPU and day`,
  });
};
