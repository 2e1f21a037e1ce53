import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import type { EventLog, NewRecord } from '../../adapters/ports/event-log.ts';
import type { LedgerUnderTest, Workbench } from './event-log-workbench.ts';
import { answerOf, bodiesOf, faultIn, headOf, recordsOf } from './event-log-records.ts';

/** One writer at a time, and silence after the end. */
export const closingRules = (name: string, { fresh, open }: Workbench): void => {
  describe(`${name} › closing`, () => {
    it('answers every call after it with LogClosed, and closing again with nothing', async () => {
      const log = await open();
      await answerOf(log.close());
      await answerOf(log.close());
      const calls = [
        log.head(),
        log.append(0, recordsOf(0, 1)),
        log.read(0, 1),
        log.readSubject('a/b', 0, 1),
        log.findCommand('c'),
        log.loadSnapshot('n', 1),
        log.saveSnapshot({ name: 'n', revision: 0, hash: genesisHash, bytes: new Uint8Array() }),
      ];
      for (const call of calls) expect(await faultIn(call)).toMatchObject({ _tag: 'LogClosed' });
    });

    it('refuses a second writer at once, and admits one after the first is gone', async () => {
      const ledger = fresh();
      const log = await ledger.open();
      await expect(ledger.open()).rejects.toThrow('LedgerLocked');
      await answerOf(log.close());
      await answerOf((await ledger.open()).close());
    });
  });
};

/** What is in doubt is told by the tail. */
export const doubtRules = (
  name: string,
  fresh: Workbench['fresh'],
  openInDoubt: (ledger: LedgerUnderTest, isKept: boolean) => Promise<EventLog>,
): void => {
  describe.each([true, false])(`${name} › in doubt, batch kept: %s`, (isKept) => {
    it('closes the log, and the tail tells what happened; a retry makes it whole', async () => {
      const ledger = fresh();
      const before = await ledger.open();
      await answerOf(before.append(0, recordsOf(0, 2)));
      await answerOf(before.close());
      const log = await openInDoubt(ledger, isKept);
      expect(await faultIn(log.append(2, recordsOf(2, 3)))).toMatchObject({ _tag: 'InDoubt' });
      expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
      const again = await ledger.open();
      const tail = await answerOf(again.read(2, 10));
      expect(tail).toHaveLength(isKept ? 3 : 0);
      const head = await answerOf(again.append(2, recordsOf(2, 3)));
      expect(head.revision).toBe(5);
      expect(await bodiesOf(again)).toEqual(recordsOf(0, 5).map(({ body }) => body));
    });
  });
};

/** Any walk agrees with a list. */
export const walkLaws = (name: string, fresh: Workbench['fresh'], walks: number): void => {
  describe(`${name} › laws`, () => {
    const step = fc.record({
      shift: fc.constantFrom(0, 0, 0, 0, -1, -2, 1),
      number: fc.nat(3),
      count: fc.integer({ min: 1, max: 4 }),
      isReopened: fc.boolean(),
    });
    it('∀ walk of appends, retries and reopenings: the log is the list that a model keeps', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const ledger = fresh();
          let log = await ledger.open();
          const model: NewRecord[] = [];
          for (const { shift, number, count, isReopened } of steps) {
            if (isReopened) {
              await answerOf(log.close());
              log = await ledger.open();
            }
            const expected = Math.max(0, model.length + shift);
            const batch = recordsOf(number, count);
            const outcome = await log.append(expected, batch)();
            const isNext = expected === model.length;
            const stands = batch.every(({ body }, at) => model[expected + at]?.body === body);
            expect(isLeft(outcome)).toBe(!isNext && !stands);
            if (isNext) model.push(...batch);
          }
          expect(await bodiesOf(log)).toEqual(model.map(({ body }) => body));
          expect(hexOf((await answerOf(log.head())).hash)).toBe(hexOf(headOf(model).hash));
          for (const { commandId } of model) {
            const wanted = model.flatMap((other, at) =>
              other.commandId === commandId ? [at + 1] : [],
            );
            expect(await answerOf(log.findCommand(commandId))).toEqual(wanted);
          }
          await answerOf(log.close());
        }),
        { numRuns: walks },
      );
    });
  });
};
