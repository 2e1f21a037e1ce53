import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';

/** A writer won the ledger for an epoch; whoever loses this append is not the leader. */
export const LeaderElected = fact(
  'LeaderElected',
  Type.Object({ epoch: Type.Integer({ minimum: 1 }), holder: Type.String() }),
);

/** Every fact about who leads the ledger. */
export const leadershipFacts = [LeaderElected] as const;
/** A fact about who leads the ledger. */
export type LeadershipEvent = EventOf<(typeof leadershipFacts)[number]>;
