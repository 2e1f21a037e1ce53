import { createMachine } from 'xstate';

/** Cordons and broken cards are fields: they come and go while the node answers and while it does not. */
const anywhere = (phase: 'Ready' | 'Lost') => ({
  NodeCordoned: phase,
  NodeUncordoned: phase,
  NodeDeviceFailed: phase,
  NodeDeviceRepaired: phase,
  NodeRemoved: 'Removed',
});

/** The legal order of a node's facts; a removed node may join again under its old name. */
export const nodeMachine = createMachine({
  id: 'node',
  initial: 'Absent',
  states: {
    Absent: { on: { NodeJoined: 'Ready' } },
    Ready: { on: { ...anywhere('Ready'), NodeLost: 'Lost' } },
    Lost: { on: { ...anywhere('Lost'), NodeReturned: 'Ready' } },
    Removed: { on: { NodeJoined: 'Ready' } },
  },
});
