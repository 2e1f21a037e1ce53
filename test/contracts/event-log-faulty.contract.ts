import { faultyLog } from '../../adapters/event-log-faulty/index.ts';
import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import { eventLogContract } from './event-log.ts';
import { answerOf } from './event-log-records.ts';

eventLogContract({
  name: 'faulty ledger without faults',
  walks: 60,
  begin: (baseRevision) => {
    const ledger = memoryLedger({ baseRevision });
    return {
      open: async () => faultyLog(await answerOf(ledger.open())),
      remove: ledger.crash,
    };
  },
  openInDoubt: async (ledger, isKept) =>
    faultyLog(await ledger.open(), () => ({ _tag: isKept ? 'AnswerLost' : 'BatchLost' })),
});
