import { createMachine } from 'xstate';

/** The legal order of a queue's facts. */
export const queueMachine = createMachine({
  id: 'queue',
  initial: 'Absent',
  states: {
    Absent: { on: { QueueOpened: 'Open' } },
    Open: { on: { QueueEntitled: 'Open', QueueClosed: 'Closed' } },
    Closed: { type: 'final' },
  },
});
