import type { Reading } from './series.ts';

const single = (value: number): readonly (readonly [readonly string[], number])[] => [[[], value]];

/** How the engine stands. */
export const engineReadings: readonly Reading[] = [
  {
    name: 'berth_ledger_revision',
    help: 'The last fact that is durable and shown.',
    labels: [],
    read: ({ brain }) => single(brain.health().revision),
  },
  {
    name: 'berth_ledger_epoch',
    help: 'How often a writer has taken over this ledger.',
    labels: [],
    read: ({ brain }) => single(brain.health().epoch),
  },
  {
    name: 'berth_engine_up',
    help: '1 while the engine takes requests, 0 once a fault or a defect has closed it.',
    labels: [],
    read: ({ brain }) => single(brain.health().closedBy === undefined ? 1 : 0),
  },
  {
    name: 'berth_engine_waiting_requests',
    help: 'Requests that wait to be decided.',
    labels: [],
    read: ({ brain }) => single(brain.health().waiting),
  },
  {
    name: 'berth_engine_waiting_requests_max',
    help: 'Requests that may wait; one more is refused.',
    labels: [],
    read: ({ brain }) => single(brain.health().waitingMax),
  },
  {
    name: 'berth_http_event_readers',
    help: 'Readers of the stream of events.',
    labels: [],
    read: ({ eventReaders }) => (eventReaders === undefined ? [] : single(eventReaders())),
  },
];
