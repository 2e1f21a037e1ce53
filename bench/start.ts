import { openLedger } from '../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { startBrain } from '../src/main/start-brain.ts';
import { millionLedger } from './million.ts';
import { type Row, rowOf } from './row.ts';

/** From a closed file to an engine that can decide: open, check the tail of the chain, restore, fold the rest. */
export const rows = async (): Promise<readonly Row[]> => {
  const path = await millionLedger();
  const runs: number[] = [];
  let revision = 0;
  for (let k = 0; k < 5; k += 1) {
    const startedMs = performance.now();
    const opened = await openLedger({ path, mode: 'write' })();
    if (isLeft(opened)) throw new Error(JSON.stringify(opened.left));
    const brain = await startBrain(opened.right);
    if (isLeft(brain)) throw new Error(JSON.stringify(brain.left));
    runs.push((performance.now() - startedMs) / 1000);
    revision = brain.right.states.revision;
    await opened.right.close()();
  }
  return [
    rowOf({
      table: 'start',
      name: `start on a ledger of ${revision} facts`,
      unit: 's',
      runs,
      target: '≤ 1.5',
      reference: 'raw XState replay of 1M events: 26 s',
      note: 'with the checkpoint that the last writer left',
    }),
  ];
};
