import { randomUUID } from 'node:crypto';
import {
  type EventStoreOptions,
  openEventStoreLedger,
} from '../../../adapters/event-log-eventstoredb/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { answerOf } from '../../contracts/event-log-records.ts';
import type { FakeEvent, FakeEventStore } from '../../servers/eventstoredb-fake/index.ts';

/** A name that no other test has. */
export const freshLedger = (): string => `ledger-${randomUUID()}`;

/** What a test says of an opening; the rest is usual. */
export type Asked = Partial<EventStoreOptions>;

/** How a test opens a ledger of a fake. */
export const optionsFor = (fake: FakeEventStore, asked: Asked = {}): EventStoreOptions => ({
  connectionString: fake.connectionString,
  ledger: freshLedger(),
  mode: 'write',
  ...asked,
});

/** Opens a ledger of a fake that can be opened. */
export const opened = (fake: FakeEventStore, asked: Asked = {}): Promise<EventLog> =>
  answerOf(openEventStoreLedger(optionsFor(fake, asked)));

/** The events of a stream, to be looked at or damaged. */
export const eventsOf = (fake: FakeEventStore, stream: string): FakeEvent[] => {
  const events = fake.store.streams.get(stream);
  if (events === undefined) throw new Error(`the fake has no stream ${stream}`);
  return events;
};

/** Changes one event where it lies, as a failing disk would. */
export const damage = (
  events: FakeEvent[],
  number: number,
  change: (event: FakeEvent) => Partial<FakeEvent>,
): void => {
  const event = events[number];
  if (event === undefined) throw new Error(`there is no event ${number}`);
  events[number] = { ...event, ...change(event) };
};

/** How long a call took. @unit ms */
export const timed = async (call: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await call();
  return performance.now() - from;
};
