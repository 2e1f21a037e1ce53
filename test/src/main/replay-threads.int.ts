import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { withLedger } from '../../../src/main/ledger-file.ts';
import { replayLedger, type ReplayPart } from '../../../src/main/replay-ledger.ts';
import { replayTogether } from '../../../src/main/replay-threads.ts';
import { runScenario } from '../../../src/main/run-scenario.ts';
import { rightOf, smallScenario } from '../app/stage.ts';
import { rewriteLedger } from '../cli/rewrite.ts';
import { scratchFolder } from '../cli/small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'whole.db');
afterAll(scratch.remove);

/** A job every two seconds for nearly an hour: some 13,000 facts, of which each thread judges a part. */
beforeAll(async () => {
  const small = smallScenario(1, 1_500);
  const [like] = small.nodes;
  const nodes = Array.from({ length: 80 }, (_, k) => ({ ...like, id: `node-${k}` }));
  const jobs = small.jobs.map((job, k) => ({
    ...job,
    submitAtMs: 2_000 * k,
    cancelAtMs: undefined,
  }));
  const scenario = { ...small, nodes: nodes as typeof small.nodes, jobs, failures: [] };
  const made = { scenario, ledgerPath: ledger, isOverwriting: true, seed: 1 };
  rightOf(await runScenario({ ...made, onProgress: () => undefined }));
});

const replayed = (file: string, part: Partial<ReplayPart>) =>
  replayLedger(file, { verify: true, ...part }, () => undefined);

/** A copy in which every so manieth plan says that it was made under another policy; and the revisions of those. */
const forged = (name: string, every: number): { readonly file: string; readonly at: number[] } => {
  const file = join(scratch.folder, name);
  cpSync(ledger, file);
  let plans = 0;
  const changed = rewriteLedger(file, ({ body }) => {
    if (!body.includes('"commandId":"plan:') || body.includes('"index":')) return body;
    plans += 1;
    return plans % every === 0 ? body.replace('"policy":"', '"policy":"not-') : body;
  });
  return { file, at: [...changed] };
};

describe('a replay in threads', () => {
  it.each([2, 3])('by %i says what one thread says', async (jobs) => {
    const alone = rightOf(await replayed(ledger, { jobs: 1 }));
    expect(alone.revisions).toBeGreaterThan(12_000);
    expect(alone.mismatches).toEqual([]);
    expect(rightOf(await replayed(ledger, { jobs }))).toEqual(alone);
    // Not because one thread did it all in the end.
    const part = { from: 0, to: alone.revisions, mismatchesMax: 1 };
    const together = await withLedger(ledger, 'read', async (log) =>
      right(await replayTogether({ path: ledger, log, jobs }, part, () => undefined)),
    );
    expect(rightOf(together)).toEqual(right(alone));
  });

  it.each([2, 3])('by %i names the altered decisions that one thread names', async (jobs) => {
    const { file, at } = forged(`forged-${jobs}.db`, 60);
    expect(at.length).toBeGreaterThan(30);
    const alone = rightOf(await replayed(file, { jobs: 1 }));
    expect(alone.mismatches.map(({ revision }) => revision)).toEqual(at);
    expect(rightOf(await replayed(file, { jobs }))).toEqual(alone);
  });

  it('names no more than the first hundred, whoever found them', async () => {
    const { file, at } = forged('forged-all.db', 5);
    const found = rightOf(await replayed(file, { jobs: 3 }));
    expect(found.mismatches.map(({ revision }) => revision)).toEqual(at.slice(0, 100));
  });

  it('does the same part of a ledger', async () => {
    const part = { from: 4_000, to: 11_000 };
    const alone = rightOf(await replayed(ledger, { ...part, jobs: 1 }));
    expect(alone.from).toBeGreaterThan(3_900);
    expect(rightOf(await replayed(ledger, { ...part, jobs: 2 }))).toEqual(alone);
  });

  it.each([3_000, 12_000])(
    'refuses a ledger whose fact %i was altered, as one does',
    async (at) => {
      const file = join(scratch.folder, `broken-${at}.db`);
      cpSync(ledger, file);
      const db = new DatabaseSync(file);
      db.prepare("UPDATE events SET body = body || ' ' WHERE revision = ?").run(at);
      db.close();
      const alone = await replayed(file, { jobs: 1 });
      expect(isLeft(alone) && alone.left).toMatchObject({ _tag: 'LedgerCorrupt', revision: at });
      expect(await replayed(file, { jobs: 2 })).toEqual(alone);
    },
  );
});
