import { createMachine } from 'xstate';

/** The legal order of a node pool's facts. */
export const nodePoolMachine = createMachine({
  id: 'node-pool',
  initial: 'Absent',
  states: {
    Absent: { on: { NodePoolCreated: 'Ready' } },
    Ready: { on: { NodePoolPlacementChosen: 'Ready', NodePoolDeleted: 'Deleted' } },
    Deleted: { type: 'final' },
  },
});
