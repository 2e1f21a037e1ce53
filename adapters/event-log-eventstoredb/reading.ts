import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { Entry } from './events.ts';
import { failureOf } from './faults.ts';

/** When to stop waiting for events. */
export interface Patience {
  readonly signal: AbortSignal;
  /** The longest time without an event. */
  readonly idleMs: number;
  readonly late: () => Error;
}

/**
 * All events of a read, `undefined` where there is no such stream.
 *
 * The client sets no deadline for reads and stays silent when one is cancelled, so that the end is watched from here.
 */
export const entriesOf = (
  events: StreamingRead<ResolvedEvent>,
  { signal, idleMs, late }: Patience,
): Promise<readonly Entry[] | undefined> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    const settle = (answer: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      answer();
    };
    const give = (error: unknown): void =>
      settle(() => (failureOf(error) === 'absent' ? resolve(undefined) : reject(asError(error))));
    const stop = (): void => {
      // The client's own answer to this may never come; nobody waits for it.
      void events.cancel().catch(() => undefined);
      give(signal.aborted ? new Error('the log was closed') : late());
    };
    const timer = setTimeout(stop, idleMs);
    signal.addEventListener('abort', stop);
    events.on('data', ({ event }: ResolvedEvent) => {
      timer.refresh();
      if (event !== undefined) entries.push(entryOf(event));
    });
    // Stays in place after the end: an error without a listener would end the process.
    events.on('error', give);
    events.on('end', () => settle(() => resolve(entries)));
  });

const entryOf = ({
  revision,
  type,
  data,
  metadata,
}: NonNullable<ResolvedEvent['event']>): Entry => ({
  number: Number(revision),
  type,
  data,
  metadata,
});

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
