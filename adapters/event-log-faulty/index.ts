import { isLeft, left, type TaskEither } from '../../domain/foundation/fp.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { EventLog, Head, LogFault, NewRecord } from '../ports/event-log.ts';

/** What goes wrong with one append. */
export type AppendMishap =
  /** The batch becomes durable, the answer is lost: in doubt, and the log closes itself. */
  | { readonly _tag: 'AnswerLost' }
  /** The batch is lost on the way: in doubt as well, and the log closes itself. */
  | { readonly _tag: 'BatchLost' }
  /** Nothing is written and this fault is answered. */
  | { readonly _tag: 'Refused'; readonly fault: LogFault }
  /** Somebody else writes these facts first, wherever the log ends. */
  | { readonly _tag: 'Overtaken'; readonly by: readonly NewRecord[] }
  /** The append waits until this is done. */
  | { readonly _tag: 'Slow'; readonly until: () => Promise<unknown> };

/** Says what goes wrong with the n-th append (1, 2, 3 …); `undefined` lets it pass. */
export type Script = (append: number) => AppendMishap | undefined;

const place = 'faulty log';
const remedy = 'Open the ledger again and look for the facts of this batch at the end of it.';

/** A log whose appends go wrong by a script, so that loops can be tried against every outcome; without one it is `inner`. */
export const faultyLog = (inner: EventLog, script: Script = () => undefined): EventLog => {
  let appends = 0;
  const append =
    (expected: Revision, records: readonly NewRecord[]): TaskEither<LogFault, Head> =>
    async () => {
      appends += 1;
      const mishap = script(appends);
      switch (mishap?._tag) {
        case undefined:
          return inner.append(expected, records)();
        case 'AnswerLost':
        case 'BatchLost': {
          const wrote =
            mishap._tag === 'AnswerLost' ? await inner.append(expected, records)() : undefined;
          // A refusal is an answer: nothing was written, so there is nothing to doubt.
          if (wrote !== undefined && isLeft(wrote)) return wrote;
          await inner.close()();
          return left({ _tag: 'InDoubt', retry: 'never', place, cause: 'by script', remedy });
        }
        case 'Refused':
          return left(mishap.fault);
        case 'Overtaken': {
          const head = await inner.head()();
          if (isLeft(head)) return head;
          const overtaken = await inner.append(head.right.revision, mishap.by)();
          return isLeft(overtaken) ? overtaken : inner.append(expected, records)();
        }
        case 'Slow':
          await mishap.until();
          return inner.append(expected, records)();
      }
    };
  return { ...inner, append };
};
