import { openLedger } from '../adapters/event-log-sqlite/index.ts';
import type { EventLog } from '../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../domain/catalogue/events.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { capacity } from '../projections/capacity/index.ts';
import { readFacts } from '../src/app/read.ts';
import { emptyStates, foldFact } from '../src/app/states.ts';
import { millionLedger } from './million.ts';
import { medianOf, repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(5);

const opened = async (path: string): Promise<EventLog> => {
  const log = await openLedger({ path, mode: 'read' })();
  if (isLeft(log)) throw new Error(JSON.stringify(log.left));
  return log.right;
};

/** Folds facts into the states of every aggregate and into the capacity; facts a second. */
const foldRate = (facts: readonly BerthRecorded[]): number => {
  const states = emptyStates();
  const view = capacity.initial();
  const startedMs = performance.now();
  for (const fact of facts) {
    foldFact(states, fact);
    if (capacity.handles.has(fact.type)) capacity.apply(view, fact);
  }
  return (facts.length / (performance.now() - startedMs)) * 1000;
};

const sqliteRate = async (path: string): Promise<number> => {
  const log = await opened(path);
  const states = emptyStates();
  const view = capacity.initial();
  const startedMs = performance.now();
  const read = await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, ({ fact }) => {
    foldFact(states, fact);
    if (capacity.handles.has(fact.type)) capacity.apply(view, fact);
  });
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  const rate = (read.right / (performance.now() - startedMs)) * 1000;
  await log.close()();
  return rate;
};

/** Folding a ledger of a million facts: from memory at 1×, 2×, 4×, 8×, and from SQLite; and how long its facts are. */
export const rows = async (): Promise<readonly Row[]> => {
  const path = await millionLedger();
  const log = await opened(path);
  const facts: BerthRecorded[] = [];
  const lengths: number[] = [];
  await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, ({ fact, record }) => {
    facts.push(fact);
    lengths.push(Buffer.byteLength(record.body));
  });
  await log.close()();
  const found: Row[] = [];
  for (const share of [8, 4, 2, 1]) {
    const part = facts.slice(0, Math.floor(facts.length / share));
    found.push(
      rowOf({
        table: 'fold',
        name: `fold into states and capacity, from memory, ${part.length} facts`,
        unit: 'events/s',
        runs: Array.from({ length: repeats }, () => foldRate(part)),
        target: '≥ 1,000,000',
        reference: 'raw XState transition: 38,500–39,600; a table: 3.1–3.8M (control only)',
        note: `growth ${8 / share}×`,
      }),
    );
  }
  facts.length = 0;
  const fromFile: number[] = [];
  for (let k = 0; k < repeats; k += 1) fromFile.push(await sqliteRate(path));
  return [
    ...found,
    rowOf({
      table: 'fold',
      name: 'fold into states and capacity, from SQLite',
      unit: 'events/s',
      runs: fromFile,
      target: '≥ 200,000',
      reference: 'SQLite point reads alone: 674,000–735,000/s',
      note: 'read, parse, fold',
    }),
    rowOf({
      table: 'fold',
      name: 'stored fact, median length',
      unit: 'bytes',
      runs: [medianOf(lengths)],
      target: '≤ 200',
      reference: '',
      note: `mean ${Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length)}`,
    }),
  ];
};
