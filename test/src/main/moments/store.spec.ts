import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openMoments } from '../../../../adapters/event-log-sqlite/index.ts';
import type { MomentStore } from '../../../../adapters/ports/moment-store.ts';
import type { MomentLog } from '../../../../src/main/moments/believed.ts';
import { viewsSuite } from '../../../../src/main/moments/kept-views.ts';
import { placeMoments, unhurried } from '../../../../src/main/moments/place.ts';
import { viewsAt } from '../../../../src/main/moments/views-at.ts';
import { played, rightOf, smallScenario } from '../../app/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshPath = (): string => join(folder, `${(files += 1)}-moments`);

const always = Number.POSITIVE_INFINITY;
const spending = unhurried;
const suite = { ...viewsSuite, factsMax: 40, shareMax: always };

const place = async (log: MomentLog, store: MomentStore, kind = suite.kind): Promise<void> => {
  const { revision } = rightOf(await log.head()());
  const until = { revision, latestMs: always };
  rightOf(await placeMoments({ log, store }, { ...suite, kind }, { until, spending }));
};

/** The rows at the end but one, and how many facts were folded for them. */
const looked = async (log: MomentLog, store: MomentStore) => {
  const head = rightOf(await log.head()()).revision;
  let facts = 0;
  const counting: MomentLog = {
    head: log.head,
    read: (after, max) => {
      facts += max === 1 ? 0 : max;
      return log.read(after, max);
    },
  };
  const until = { revision: head - 1, latestMs: always };
  const wanted = { names: ['workloads', 'nodes'], ended: 'all', deeds: 'none' } as const;
  const then = rightOf(await viewsAt({ log: counting, store }, until, wanted));
  return { told: JSON.stringify([...then.views.workloads.rows.values()]), facts };
};

describe('moments beside a ledger', () => {
  it('save the folding, and change nothing but time when they are deleted or damaged', async () => {
    const { log } = await played(smallScenario(2, 20));
    const path = freshPath();
    const store = openMoments({ path });
    await place(log, store);
    const kept = await looked(log, store);
    expect(kept.facts).toBeLessThan(60);
    store.close();
    const whole = readFileSync(path);
    const head = rightOf(await log.head()()).revision;
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x41;
      writeFileSync(path, bytes);
      const damaged = openMoments({ path });
      expect((await looked(log, damaged)).told, `byte ${at}`).toBe(kept.told);
      damaged.close();
    }
    for (const length of [0, 1, 100, 4096, whole.length >> 1]) {
      writeFileSync(path, whole.subarray(0, length));
      const cut = openMoments({ path });
      expect((await looked(log, cut)).told, `cut at ${length}`).toBe(kept.told);
      cut.close();
    }
    rmSync(path);
    const gone = openMoments({ path });
    expect(await looked(log, gone)).toEqual({ told: kept.told, facts: head - 1 });
    await place(log, gone);
    expect((await looked(log, gone)).facts).toBe(kept.facts);
    gone.close();
  });

  it('are begun anew where the file is none', async () => {
    const { log } = await played(smallScenario(2, 12));
    const path = freshPath();
    writeFileSync(path, 'not a database at all, but long enough to be looked at as one'.repeat(40));
    const store = openMoments({ path });
    await place(log, store);
    expect(store.marks(suite.kind).length).toBeGreaterThan(0);
    store.close();
  });

  it('of another ledger, or of one that was rewritten, are not believed, and make room', async () => {
    const [mine, other] = [await played(smallScenario(2, 16)), await played(smallScenario(3, 16))];
    const store = openMoments({ path: freshPath() });
    await place(other.log, store);
    const strangers = store.marks(suite.kind);
    const seen = await looked(mine.log, store);
    expect(seen.facts).toBe(rightOf(await mine.log.head()()).revision - 1);
    await place(mine.log, store);
    const again = await looked(mine.log, store);
    expect(again.told).toBe(seen.told);
    expect(again.facts).toBeLessThan(60);
    const known = new Set(strangers.map(({ hash }) => Buffer.from(hash).toString('hex')));
    const { revision: head } = rightOf(await mine.log.head()());
    const left = store
      .marks(suite.kind)
      .filter(({ revision }) => revision <= head)
      .filter(({ hash }) => known.has(Buffer.from(hash).toString('hex')));
    expect(left).toEqual([]);
    store.close();
  });

  it('of another version are not there, and go when this one keeps its own; others stay', async () => {
    const { log } = await played(smallScenario(2, 12));
    const store = openMoments({ path: freshPath() });
    for (const kind of ['views 0', 'brain 0']) await place(log, store, kind);
    expect(store.marks(suite.kind)).toEqual([]);
    await place(log, store);
    expect(store.marks(suite.kind).length).toBeGreaterThan(0);
    expect([store.marks('views 0'), store.bytes('views 0')]).toEqual([[], 0]);
    expect(store.marks('brain 0').length).toBeGreaterThan(0);
    store.close();
  });

  it('are kept by several at once, each for all', async () => {
    const { log } = await played(smallScenario(4, 16));
    const path = freshPath();
    const stores = [1, 2, 3].map(() => openMoments({ path }));
    await Promise.all(stores.map((store) => place(log, store)));
    const [first, ...others] = stores.map((store) => store.marks(suite.kind));
    expect(first?.length).toBeGreaterThan(1);
    for (const marks of others) expect(marks).toEqual(first);
    for (const store of stores) store.close();
  });

  it('weigh no more than their share of the facts, whatever lives', async () => {
    for (const shareMax of [0.01, 0.3, 1, 5]) {
      const { log } = await played(smallScenario(5, 40));
      const store = openMoments({ path: freshPath() });
      const head = rightOf(await log.head()()).revision;
      const until = { revision: head, latestMs: always };
      rightOf(await placeMoments({ log, store }, { ...suite, shareMax }, { until, spending }));
      const page = rightOf(await log.read(0, head)());
      const factBytes = page.reduce((sum, { body }) => sum + body.length, 0);
      expect(store.bytes(suite.kind)).toBeLessThanOrEqual(shareMax * factBytes);
      expect(store.bytes(suite.kind) > 0, `${shareMax}`).toBe(shareMax > 0.1);
      store.close();
    }
  });

  it('are not made where nothing can be written, and nobody hears of it', async () => {
    const { log } = await played(smallScenario(2, 12));
    const path = join(folder, 'no-such-folder', 'x-moments');
    const store = openMoments({ path });
    await place(log, store);
    expect(store.marks(suite.kind)).toEqual([]);
    expect(existsSync(path)).toBe(false);
    store.close();
  });
});
