import { invariant } from '../foundation/invariant.ts';
import type { Entitlements } from '../foundation/shapes.ts';
import type { QueueEvent } from './events.ts';

/** Who a queue belongs to, where, and below which other queue it stands. */
export interface QueuePlace {
  readonly ownerKind: 'project' | 'department';
  readonly ownerId: string;
  readonly nodePoolId: string;
  /** Empty for a queue at the top. */
  readonly parentId: string;
}

/** A queue that takes workloads, with what it is promised. */
export interface OpenQueueState extends QueuePlace {
  readonly phase: 'Open';
  readonly entitlements: Entitlements;
}

/** A queue by the phase of its life. */
export type Queue =
  { readonly phase: 'Absent' } | OpenQueueState | ({ readonly phase: 'Closed' } & QueuePlace);

/** A queue that nobody has heard of. */
export const initial: Queue = { phase: 'Absent' };

/** Folds one fact into a queue. @throws InvariantViolation when the fact finds no open queue */
export const fold = (state: Queue, event: QueueEvent): Queue => {
  switch (event.type) {
    case 'QueueOpened':
      return { phase: 'Open', ...event.data };
    case 'QueueEntitled':
      return { ...openIn(state), entitlements: event.data.entitlements };
    case 'QueueClosed': {
      const { ownerKind, ownerId, nodePoolId, parentId } = openIn(state);
      return { phase: 'Closed', ownerKind, ownerId, nodePoolId, parentId };
    }
  }
};

const openIn = (state: Queue): OpenQueueState => {
  invariant(state.phase === 'Open', () => `a queue in phase ${state.phase} is not open`);
  return state;
};
