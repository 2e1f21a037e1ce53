import { describe, expect, it } from 'vitest';
import { batchBounds } from '../../domain/foundation/batch.ts';
import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Workbench } from './event-log-workbench.ts';
import {
  answerOf,
  bodiesOf,
  faultIn,
  headOf,
  readable,
  recordOf,
  recordsOf,
} from './event-log-records.ts';

const { bodyBytesMax } = batchBounds;

/** Facts are kept in order, whole batches at a time. */
export const appendingRules = (name: string, { open }: Workbench): void => {
  describe(`${name} › appending`, () => {
    it('begins at revision 0 with 32 zero bytes', async () => {
      const log = await open();
      expect(readable(await answerOf(log.head()))).toBe(`0:${'0'.repeat(64)}`);
      expect(await answerOf(log.read(0, 10))).toEqual([]);
    });

    it('keeps facts in the order of appending, with consecutive revisions and chained hashes', async () => {
      const log = await open();
      await answerOf(log.append(0, recordsOf(0, 3)));
      const head = await answerOf(log.append(3, recordsOf(3, 2)));
      const stored = await answerOf(log.read(0, 10));
      expect(stored.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5]);
      expect(stored.map(({ body }) => body)).toEqual(recordsOf(0, 5).map(({ body }) => body));
      expect(readable(head)).toBe(readable(headOf(recordsOf(0, 5))));
      expect(hexOf(stored[4]?.hash ?? genesisHash)).toBe(hexOf(head.hash));
      expect(readable(await answerOf(log.head()))).toBe(readable(head));
    });

    it('refuses a batch that stands on another revision than the head, and keeps nothing of it', async () => {
      const log = await open();
      await answerOf(log.append(0, recordsOf(0, 2)));
      for (const expected of [0, 1, 3, 99]) {
        expect(await faultIn(log.append(expected, recordsOf(50, 2)))).toEqual({
          _tag: 'VersionConflict',
          retry: 'again',
          expected,
          actual: 2,
        });
      }
      expect(await answerOf(log.head())).toMatchObject({ revision: 2 });
    });

    it('keeps a batch of 1,001 facts whole', async () => {
      const log = await open();
      const head = await answerOf(log.append(0, recordsOf(0, 1001)));
      expect(head.revision).toBe(1001);
      expect(await bodiesOf(log)).toEqual(recordsOf(0, 1001).map(({ body }) => body));
    });
  });
};

/** What no ledger takes is refused by all in the same way. */
export const boundsRules = (name: string, { open }: Workbench): void => {
  describe(`${name} › bounds`, () => {
    it.each([
      ['no fact', 0, []],
      ['a lone surrogate', 0, [{ ...recordOf(1), body: '"\ud800"' }]],
      ['a lone surrogate in its subject', 0, [{ ...recordOf(1), subject: 'workload/\udc00' }]],
      [
        'a body of more than 16 MiB',
        0,
        [{ ...recordOf(1), body: `"${'x'.repeat(bodyBytesMax)}"` }],
      ],
      ['more than 100,000 facts', 0, Array.from({ length: 100_001 }, () => recordOf(1))],
      ['a revision that is no integer', 0.5, [recordOf(1)]],
      ['a negative revision', -1, [recordOf(1)]],
    ])('refuses a batch with %s', async (_, expected, records) => {
      const log = await open();
      expect(await faultIn(log.append(expected, records))).toMatchObject({ _tag: 'BatchRefused' });
      expect(await answerOf(log.head())).toMatchObject({ revision: 0 });
    });

    it('takes a body of exactly 16 MiB', async () => {
      const log = await open();
      const record = { ...recordOf(1), body: `"${'é'.repeat(bodyBytesMax / 2 - 1)}"` };
      expect(await answerOf(log.append(0, [record]))).toMatchObject({ revision: 1 });
      expect(await bodiesOf(log)).toEqual([record.body]);
    });

    it('counts exactly up to 2^53 − 1 and refuses to go past it', async () => {
      const last = Number.MAX_SAFE_INTEGER;
      const log = await open(last - 3);
      await answerOf(log.append(last - 3, recordsOf(0, 2)));
      expect(await faultIn(log.append(last - 1, recordsOf(2, 2)))).toMatchObject({
        _tag: 'BatchRefused',
      });
      expect(await answerOf(log.append(last - 1, recordsOf(2, 1)))).toMatchObject({
        revision: last,
      });
      const stored = await answerOf(log.read(last - 2, 10));
      expect(stored.map(({ revision }) => revision)).toEqual([last - 1, last]);
      expect(await answerOf(log.findCommand('cmd-0'))).toEqual([last - 2, last - 1]);
    });
  });
};

/** A batch that stands already may be appended again. */
export const retryingRules = (name: string, { fresh, open }: Workbench): void => {
  describe(`${name} › retrying`, () => {
    it('answers a batch that stands already as if it were new', async () => {
      const log = await open();
      const head = await answerOf(log.append(0, recordsOf(0, 4)));
      expect(readable(await answerOf(log.append(0, recordsOf(0, 4))))).toBe(readable(head));
      expect(readable(await answerOf(log.append(2, recordsOf(2, 2))))).toBe(readable(head));
      expect(await bodiesOf(log)).toHaveLength(4);
    });

    it('answers it also when other facts came after it', async () => {
      const log = await open();
      const head = await answerOf(log.append(0, recordsOf(0, 2)));
      await answerOf(log.append(2, recordsOf(2, 3)));
      expect(readable(await answerOf(log.append(0, recordsOf(0, 2))))).toBe(readable(head));
    });

    it('answers the beginning of a batch that stands', async () => {
      const log = await open();
      await answerOf(log.append(0, recordsOf(0, 4)));
      const head = await answerOf(log.append(0, recordsOf(0, 2)));
      expect(readable(head)).toBe(readable(headOf(recordsOf(0, 2))));
    });

    it('refuses a batch of which only the beginning stands, and one that differs anywhere', async () => {
      const log = await open();
      await answerOf(log.append(0, recordsOf(0, 3)));
      const longer = recordsOf(0, 4);
      const differing = [...recordsOf(0, 2), recordOf(77)];
      for (const batch of [longer, differing, recordsOf(1, 3)]) {
        expect(await faultIn(log.append(0, batch))).toMatchObject({ _tag: 'VersionConflict' });
      }
      expect(await bodiesOf(log)).toHaveLength(3);
    });

    it('answers a retry after the ledger was opened again', async () => {
      const ledger = fresh();
      const log = await ledger.open();
      const head = await answerOf(log.append(0, recordsOf(0, 3)));
      await answerOf(log.close());
      const again = await ledger.open();
      expect(readable(await answerOf(again.append(0, recordsOf(0, 3))))).toBe(readable(head));
    });
  });
};
