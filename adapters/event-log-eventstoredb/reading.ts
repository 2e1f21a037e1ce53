import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { Entry } from './events.ts';
import { failureOf } from './failures.ts';

/** When to stop waiting for events. */
export interface Patience {
  readonly signal: AbortSignal;
  /** The longest time without an event. */
  readonly idleMs: number;
  readonly late: () => Error;
}

/** All events of a read, `undefined` where there is no such stream. */
export const entriesOf = async (
  events: StreamingRead<ResolvedEvent>,
  patience: Patience,
): Promise<readonly Entry[] | undefined> => {
  try {
    return await collected(events, patience);
  } catch (error) {
    if (failureOf(error) === 'absent') return undefined;
    throw error;
  }
};

/** The client sets no deadline for reads and stays silent when one is cancelled: the end is watched from here. */
const collected = (
  events: StreamingRead<ResolvedEvent>,
  { signal, idleMs, late }: Patience,
): Promise<readonly Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    const settle = (answer: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      answer();
    };
    const stop = (): void => {
      // The client's own answer to this may never come; nobody waits for it.
      void events.cancel().catch(() => undefined);
      settle(() => reject(signal.aborted ? new Error('the log was closed') : late()));
    };
    const timer = setTimeout(stop, idleMs);
    signal.addEventListener('abort', stop);
    events.on('data', () => timer.refresh());
    events.on('data', (read: ResolvedEvent) => entries.push(...entriesIn(read)));
    // Stays in place after the end: an error without a listener would end the process.
    events.on('error', (error: Error) => settle(() => reject(error)));
    events.on('end', () => settle(() => resolve(entries)));
  });

/** A message may carry no event of the stream: then there is none in the answer either. */
const entriesIn = ({ event }: ResolvedEvent): readonly Entry[] => {
  if (event === undefined) return [];
  const { revision, type, data, metadata } = event;
  return [{ number: Number(revision), type, data, metadata }];
};
