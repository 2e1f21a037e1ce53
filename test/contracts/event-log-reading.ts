import { describe, expect, it } from 'vitest';
import { genesisHash } from '../../domain/foundation/chain.ts';
import type { Workbench } from './event-log-workbench.ts';
import { answerOf, bodiesOf, readable, recordOf, recordsOf } from './event-log-records.ts';

/** Facts are found by revision, by subject and by command. */
export const readingRules = (name: string, { fresh, open }: Workbench): void => {
  describe(`${name} › reading`, () => {
    it('resumes at every position', async () => {
      const log = await open();
      const all = recordsOf(0, 25);
      await answerOf(log.append(0, all));
      for (let after = 0; after <= 26; after += 1) {
        const rest = await answerOf(log.read(after, 7));
        const wanted = all.slice(after, after + 7).map(({ body }) => body);
        expect(rest.map(({ body }) => body)).toEqual(wanted);
        expect(rest[0]?.revision).toBe(after < 25 ? after + 1 : undefined);
      }
      expect(await answerOf(log.read(3, 0))).toEqual([]);
    });

    it('finds the facts of a subject and of a command right after the append, and after opening again', async () => {
      const ledger = fresh();
      let log = await ledger.open();
      await answerOf(log.append(0, recordsOf(0, 9)));
      await answerOf(log.append(9, recordsOf(9, 21)));
      for (let round = 0; round < 2; round += 1) {
        const found = await answerOf(log.readSubject('workload/w-3', 4, 3));
        expect(found.map(({ revision }) => revision)).toEqual([11, 18, 25]);
        expect(found.map(({ body }) => body)).toEqual([10, 17, 24].map((n) => recordOf(n).body));
        expect(await answerOf(log.findCommand('cmd-4'))).toEqual([9, 10]);
        expect(await answerOf(log.findCommand('cmd-none'))).toEqual([]);
        expect(await answerOf(log.readSubject('workload/none', 0, 3))).toEqual([]);
        await answerOf(log.close());
        log = await ledger.open();
      }
    });
  });
};

/** Snapshots are caches. */
export const snapshotRules = (name: string, { fresh, open }: Workbench): void => {
  describe(`${name} › snapshots`, () => {
    const snapshotAt = (revision: number, hash: Uint8Array) => ({
      name: 'capacity',
      revision,
      hash,
      bytes: Uint8Array.from([revision, 2, 3]),
    });

    it('answers the newest one at or before a revision, also after opening again', async () => {
      const ledger = fresh();
      const log = await ledger.open();
      const two = await answerOf(log.append(0, recordsOf(0, 2)));
      const four = await answerOf(log.append(2, recordsOf(2, 2)));
      await answerOf(log.saveSnapshot(snapshotAt(2, two.hash)));
      await answerOf(log.saveSnapshot(snapshotAt(4, four.hash)));
      await answerOf(log.close());
      const again = await ledger.open();
      expect((await answerOf(again.loadSnapshot('capacity', 9)))?.revision).toBe(4);
      const older = await answerOf(again.loadSnapshot('capacity', 3));
      expect(older?.revision).toBe(2);
      expect(Uint8Array.from(older?.bytes ?? [])).toEqual(Uint8Array.from([2, 2, 3]));
      expect(await answerOf(again.loadSnapshot('capacity', 1))).toBeUndefined();
      expect(await answerOf(again.loadSnapshot('another', 9))).toBeUndefined();
    });

    it('passes over one whose hash does not stand in the chain', async () => {
      const log = await open();
      const head = await answerOf(log.append(0, recordsOf(0, 2)));
      await answerOf(log.saveSnapshot(snapshotAt(1, genesisHash)));
      await answerOf(log.saveSnapshot(snapshotAt(7, head.hash)));
      expect(await answerOf(log.loadSnapshot('capacity', 9))).toBeUndefined();
    });

    it('changes nothing of the facts', async () => {
      const log = await open();
      const head = await answerOf(log.append(0, recordsOf(0, 5)));
      await answerOf(log.saveSnapshot(snapshotAt(5, head.hash)));
      expect(readable(await answerOf(log.head()))).toBe(readable(head));
      expect(await bodiesOf(log)).toEqual(recordsOf(0, 5).map(({ body }) => body));
    });
  });
};
