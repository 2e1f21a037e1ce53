import { pathToFileURL } from 'node:url';
import { aloneOverSync, type LedgerCost, ledgerCost } from './ledger-cost.ts';
import { repeatsOf, type Row, rowOf, tableOf } from './row.ts';

const repeats = repeatsOf(5);

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly target: string;
  readonly pick: (cost: LedgerCost) => number;
}

const figures: readonly Figure[] = [
  {
    name: 'durable appends, 256 facts a batch',
    unit: 'events/s',
    target: '≥ 60,000',
    pick: (cost) => cost.appendsPerSecond,
  },
  { name: 'one batch of 256, p99', unit: 'ms', target: '≤ 15', pick: (cost) => cost.batchP99Ms },
  {
    name: 'reads with the chain proved',
    unit: 'events/s',
    target: '≥ 400,000',
    pick: (cost) => cost.readsPerSecond,
  },
  {
    name: 'the same by a second log beside the writer',
    unit: 'events/s',
    target: '≥ 400,000',
    pick: (cost) => cost.readsBesidePerSecond,
  },
  {
    name: 'full verification',
    unit: 'events/s',
    target: '',
    pick: (cost) => cost.verifiesPerSecond,
  },
  {
    name: 'opening for writing after a clean close',
    unit: 'ms',
    target: '',
    pick: (cost) => cost.openMs,
  },
  { name: 'finding a command', unit: 'µs', target: '', pick: (cost) => cost.findMicroseconds },
];

const table = 'ledger';
const bareChain = 'a bare chain into SQLite: 262,000; single FULL commits: 391';

/** The ledger alone: append, read, verify, open and look up, without the engine around it. */
export const rows = async (): Promise<readonly Row[]> => {
  const costs: LedgerCost[] = [];
  const ratios: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    costs.push(await ledgerCost());
    ratios.push(await aloneOverSync());
  }
  const measured = figures.map(({ name, unit, target, pick }, at) => {
    const reference = at === 0 ? bareChain : '';
    const note = '100,000 facts of 230 bytes';
    return rowOf({ table, name, unit, target, runs: costs.map(pick), reference, note });
  });
  const name = 'one fact alone over a bare fsync';
  const note = 'turn by turn with it, on the same disk';
  const alone = { table, name, unit: '×', target: '≤ 1.5', runs: ratios, reference: '', note };
  return [...measured, rowOf(alone)];
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${tableOf(await rows())}\n`);
}
