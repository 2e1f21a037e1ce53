import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { type ReadFact, readFacts } from '../../../src/app/read.ts';
import { replay, replayShare } from '../../../src/app/replay.ts';
import { type Share, sharedPages, shareOf } from '../../../src/app/share.ts';
import { played, rightOf, smallScenario } from './stage.ts';

const pageFacts = 16;
const options = { verify: true, mismatchesMax: 200, onProgress: () => undefined };
const { log } = await played(smallScenario(1, 160));

/** The ledger with some bodies written anew. */
const rewritten = (change: (record: StoredRecord) => string) => ({
  head: log.head,
  read: (after: number, max: number) => async () => {
    const page = await log.read(after, max)();
    if (isLeft(page)) return page;
    return right(page.right.map((record) => ({ ...record, body: change(record) })));
  },
});
type Ledger = ReturnType<typeof rewritten>;

const alone = async (ledger: Ledger) =>
  rightOf(await replay(createBrain(defaultPolicy), ledger, options));

/** Judging takes longer than folding: here as many turns of the others. */
const turns = 4;

const slowIn = (ledger: Ledger, share: Share): { readonly slowed: Share; readonly log: Ledger } => {
  let isOwn = false;
  const takes = (page: number): boolean => (isOwn = share.takes(page));
  const read = (after: number, max: number) => async () => {
    for (let k = 0; isOwn && k < turns; k += 1) await new Promise(setImmediate);
    return ledger.read(after, max)();
  };
  return { slowed: { ...share, takes }, log: { ...ledger, read } };
};

/** What several find who walk by turns, put together. */
const together = async (ledger: Ledger, walkers: number) => {
  const memory = sharedPages(rightOf(await log.head()()).revision, pageFacts);
  const all = await Promise.all(
    Array.from({ length: walkers }, async (_, walker) => {
      const share = shareOf(memory, { walker, walkers }, pageFacts);
      const { slowed, log: own } = slowIn(ledger, share);
      return rightOf(
        await replayShare(createBrain(defaultPolicy), own, { ...options, share: slowed }),
      );
    }),
  );
  const whole = all.flatMap((one) => one.whole ?? []);
  expect(whole).toHaveLength(1);
  const mismatches = all
    .flatMap((one) => one.mismatches)
    .toSorted((a, b) => a.revision - b.revision);
  return { found: { ...whole[0], mismatches }, judging: all.map((one) => one.mismatches.length) };
};

const facts: ReadFact[] = [];
await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, (read) => facts.push(read));

/** The revisions of facts that the kernel decided: the first of each plan. */
const plans = facts.flatMap(({ fact }) =>
  fact.commandId.startsWith('plan:') && fact.index === 0 ? [fact.revision] : [],
);
const otherPolicy = (body: string): string => body.replace('"policy":"', '"policy":"not-');

describe('a replay that several share', () => {
  it.each([2, 3, 5])('finds with %i what one finds: nothing, and the same digests', async (n) => {
    const whole = rewritten(({ body }) => body);
    expect(facts.length).toBeGreaterThan(900);
    expect((await together(whole, n)).found).toEqual(await alone(whole));
  });

  it.each([2, 3, 5])('names with %i every decision that was altered, as one does', async (n) => {
    const altered = new Set(plans.filter((_, k) => k % 7 === 0));
    const forged = rewritten(({ revision, body }) =>
      altered.has(revision) ? otherPolicy(body) : body,
    );
    const expected = await alone(forged);
    expect(expected.mismatches.map(({ revision }) => revision)).toEqual([...altered]);
    expect(new Set(expected.mismatches.map(({ path }) => path))).toEqual(
      new Set(['$.basis.policy']),
    );
    const { found, judging } = await together(forged, n);
    expect(found).toEqual(expected);
    // Else only one of them has judged, and nothing was shared.
    expect(judging.filter((count) => count > 0).length).toBeGreaterThan(1);
  });

  it('names an altered decision wherever it is', async () => {
    for (const revision of plans.filter((_, k) => k % 23 === 0)) {
      const forged = rewritten((record) =>
        record.revision === revision ? otherPolicy(record.body) : record.body,
      );
      const { found } = await together(forged, 3);
      expect(found).toEqual(await alone(forged));
      expect(found.mismatches).toMatchObject([{ revision, path: '$.basis.policy', by: 'kernel' }]);
    }
  });

  it('finds what a process would have answered otherwise, and what no longer follows from a quota, as one does', async () => {
    const forged = rewritten(({ body }) =>
      body.includes('"type":"QueueOpened"') && body.includes('red')
        ? body.replace(/"gpuMilli":\{"quota":\d+/, '"gpuMilli":{"quota":1000')
        : body,
    );
    const expected = await alone(forged);
    expect(new Set(expected.mismatches.map(({ by }) => by))).toEqual(
      new Set(['process', 'kernel']),
    );
    const { found } = await together(forged, 3);
    expect({ ...found, mismatches: found.mismatches.slice(0, 200) }).toEqual(expected);
  });
});
