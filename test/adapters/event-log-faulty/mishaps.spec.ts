import { describe, expect, it } from 'vitest';
import { type AppendMishap, faultyLog } from '../../../adapters/event-log-faulty/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';

const logWith = async (...mishaps: readonly (AppendMishap | undefined)[]) =>
  faultyLog(await answerOf(memoryLedger().open()), (append) => mishaps[append - 1]);

describe('a faulty log', () => {
  it('counts appends from 1 and passes those that the script leaves alone', async () => {
    const fault = { _tag: 'DiskFull', retry: 'never', place: 'x', remedy: 'y' } as const;
    const log = await logWith(undefined, { _tag: 'Refused', fault }, undefined);
    await answerOf(log.append(0, recordsOf(0, 1)));
    expect(await faultIn(log.append(1, recordsOf(1, 1)))).toEqual(fault);
    expect(await answerOf(log.append(1, recordsOf(1, 1)))).toMatchObject({ revision: 2 });
  });

  it('lets somebody else write first, which is a conflict', async () => {
    const log = await logWith({ _tag: 'Overtaken', by: recordsOf(50, 2) });
    expect(await faultIn(log.append(0, recordsOf(0, 1)))).toMatchObject({
      _tag: 'VersionConflict',
      actual: 2,
    });
    expect(await bodiesOf(log)).toEqual(recordsOf(50, 2).map(({ body }) => body));
  });

  it('waits as long as the script says', async () => {
    const gate = Promise.withResolvers<undefined>();
    const log = await logWith({ _tag: 'Slow', until: () => gate.promise });
    const pending = log.append(0, recordsOf(0, 1))();
    expect(await answerOf(log.head())).toMatchObject({ revision: 0 });
    gate.resolve(undefined);
    await pending;
    expect(await answerOf(log.head())).toMatchObject({ revision: 1 });
  });

  it('doubts nothing that the ledger refused', async () => {
    const log = await logWith({ _tag: 'AnswerLost' });
    expect(await faultIn(log.append(7, recordsOf(0, 1)))).toMatchObject({
      _tag: 'VersionConflict',
    });
  });
});
