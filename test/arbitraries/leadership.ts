import fc from 'fast-check';
import type { LeadershipEvent } from '../../domain/leadership/events.ts';
import { epochOf, type Leadership, type LeadershipCommand } from '../../domain/leadership/index.ts';

/** Somebody won the ledger. */
export const leaderElected = (epoch: number, holder = 'brain-0'): LeadershipEvent => ({
  type: 'LeaderElected',
  data: { epoch, holder },
});

const holderFrom = fc.string({ maxLength: 8 });

/** The election that can follow: epochs have no gaps. */
export const leadershipEventsFrom = (state: Leadership): fc.Arbitrary<LeadershipEvent> =>
  holderFrom.map((holder) => leaderElected(epochOf(state) + 1, holder));

/** Elections of old and new holders, and of one without a name. */
export const leadershipCommandsFrom = (): fc.Arbitrary<LeadershipCommand> =>
  fc
    .constantFrom('brain-0', 'brain-1', 'Host.example:42', '')
    .map((holder) => ({ type: 'Elect', holder }));
