import { leadershipFacts } from '../../../domain/leadership/events.ts';
import {
  leadership,
  leadershipLifecycle,
  leadershipMachine,
} from '../../../domain/leadership/index.ts';
import { leadershipCommandsFrom, leadershipEventsFrom } from '../../arbitraries/leadership.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'leadership',
  subjectKind: 'ledger',
  decider: leadership,
  machine: leadershipMachine,
  lifecycle: leadershipLifecycle,
  facts: leadershipFacts,
  commands: leadershipCommandsFrom,
  events: leadershipEventsFrom,
  isNewsAgain: ({ type }) => type === 'Elect',
});
