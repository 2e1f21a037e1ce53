import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { createBrain, virtualClock } from '../../../src/index.ts';
import { rightOf } from '../app/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-library-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A brain cannot even be elected without a time. */
const brokenClock = {
  ...virtualClock(0),
  nowMs: (): never => {
    throw new Error('no time');
  },
};

describe('a brain in another program', () => {
  it('that cannot start leaves a ledger of its own unlocked', async () => {
    const ledger = join(folder, 'again.db');
    const failed = createBrain({ ledger, clock: brokenClock });
    await expect(failed).rejects.toThrow('no time');
    const brain = await createBrain({ ledger });
    await brain.close();
  });

  it('that cannot start leaves an open ledger open', async () => {
    const log = rightOf(await memoryLedger().open()());
    await expect(createBrain({ ledger: log, clock: brokenClock })).rejects.toThrow('no time');
    expect(rightOf(await log.head()())).toMatchObject({ revision: 0 });
    await log.close()();
  });

  it('takes no bound but whole numbers of at least 1, and opens nothing before', async () => {
    const ledger = join(folder, 'bounds.db');
    for (const value of [0, -5, 1.5, Number.NaN, Infinity]) {
      await expect(createBrain({ ledger, bounds: { cycleMs: value } })).rejects.toThrow(
        new RangeError(`bounds.cycleMs is no whole number of at least 1: ${value}`),
      );
    }
    expect(existsSync(ledger)).toBe(false);
  });

  it('works by the usual bounds where one is given as undefined', async () => {
    const bounds = Object.fromEntries([['waitingMax', undefined]]);
    const brain = await createBrain({ ledger: ':memory:', bounds });
    const { waitingMax } = brain.health();
    expect(waitingMax).toBeGreaterThan(0);
    await brain.close();
  });
});
