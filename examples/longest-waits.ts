// Asks a ledger a question of one's own: which workloads waited longest for their first devices?
// Run: node examples/longest-waits.ts .berth/demo.db
import type { BerthEvent } from '../domain/catalogue/events.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import type { Projection } from '../domain/foundation/projection.ts';
import { foldLedger } from '../src/main/fold-ledger.ts';

interface Waits {
  readonly since: Map<string, number>;
  readonly waits: { readonly id: string; readonly waitMs: number }[];
}

const longestWaits: Projection<Waits, BerthEvent> = {
  name: 'longest-waits',
  version: 1,
  handles: new Set(['WorkloadSubmitted', 'WorkloadAllocated']),
  initial: () => ({ since: new Map(), waits: [] }),
  apply: (view, { type, subject: { id }, atMs }) => {
    const sinceMs = view.since.get(id);
    if (type === 'WorkloadSubmitted') view.since.set(id, atMs);
    else if (sinceMs !== undefined && view.since.delete(id)) {
      view.waits.push({ id, waitMs: atMs - sinceMs });
    }
    return view;
  },
};

const folded = await foldLedger(process.argv[2] ?? '.berth/demo.db', longestWaits);
if (isLeft(folded)) {
  process.stderr.write(`error: ${JSON.stringify(folded.left)}\n`);
  process.exitCode = 1;
} else {
  const longest = folded.right.view.waits.toSorted((a, b) => b.waitMs - a.waitMs).slice(0, 5);
  for (const { id, waitMs } of longest) {
    process.stdout.write(`${id}  ${Math.round(waitMs / 60_000)} min\n`);
  }
}
