import {
  wrongAwaiting,
  wrongDepth,
  wrongQueueNotFound,
  wrongReserved,
} from './judge-verdict-line.ts';
import { wrongDomain, wrongLarger, wrongNoMatch } from './judge-verdict-nodes.ts';
import {
  wrongOverLimit,
  wrongOverNamed,
  wrongOverQuota,
  wrongWithheld,
} from './judge-verdict-queues.ts';
import { wrongInsufficient } from './judge-verdict-room.ts';
import type { Plight } from './plight.ts';

/**
 * Whatever of a verdict's numbers the books say otherwise, in words; empty when it is told as it is.
 *
 * @source scheduling §9
 */
export const wrongVerdict = ({ verdict, ...plight }: Plight): readonly string[] => {
  switch (verdict._tag) {
    case 'QueueNotFound':
      return wrongQueueNotFound({ ...plight, verdict });
    case 'AwaitingRelease':
      return wrongAwaiting({ ...plight, verdict });
    case 'NoMatchingNode':
      return wrongNoMatch({ ...plight, verdict });
    case 'LargerThanAnyNode':
      return wrongLarger({ ...plight, verdict });
    case 'OverLimit':
      return wrongOverLimit({ ...plight, verdict });
    case 'OverNamedLimit':
      return wrongOverNamed({ ...plight, verdict });
    case 'NonPreemptibleOverQuota':
      return wrongOverQuota({ ...plight, verdict });
    case 'WithheldFromLending':
      return wrongWithheld({ ...plight, verdict });
    case 'NoDomainFits':
      return wrongDomain({ ...plight, verdict });
    case 'ReservedForAnother':
      return wrongReserved({ ...plight, verdict });
    case 'BeyondQueueDepth':
      return wrongDepth({ ...plight, verdict });
    case 'InsufficientCapacity':
      return wrongInsufficient({ ...plight, verdict });
  }
};
