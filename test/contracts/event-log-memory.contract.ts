import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import { eventLogContract } from './event-log.ts';
import { answerOf } from './event-log-records.ts';

eventLogContract({
  name: 'memory ledger',
  walks: 60,
  begin: (baseRevision) => {
    const ledger = memoryLedger({ baseRevision });
    return { open: () => answerOf(ledger.open()), remove: ledger.crash };
  },
});
