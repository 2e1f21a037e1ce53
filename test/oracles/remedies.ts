import type { Submission } from '../../domain/allocation/index.ts';
import type { Entitlement } from '../../domain/foundation/shapes.ts';
import { type BookedJob, type Books, podsAt } from './books.ts';
import type { Fact } from './facts.ts';
import { isForNeighbours, type Plight, type Remedy } from './plight.ts';
import { boundMoved, lent, namedMoved, openedAgain } from './remedy-bounds.ts';
import { farOff, withoutNeighbours } from './remedy-neighbours.ts';
import { anyNode, doMatch, enoughRoom, giants, theirClaims } from './remedy-nodes.ts';
import { pathOf } from './sums.ts';

const submittedAgain = (
  { submission: { id }, queueId, attempt }: BookedJob,
  submission: Submission,
): readonly Fact[] => [
  { type: 'forgotten', id },
  { type: 'submitted', submission },
  { type: 'queued', id, queueId, attempt },
];

/** Its pods need not share a domain of that level. */
const apartFrom = ({ job, verdict }: Plight<'NoDomainFits'>): readonly Fact[] => {
  const { gang, ...rest } = job.submission;
  if (gang === undefined) return [];
  const freed = <Part extends { readonly topology?: NonNullable<typeof gang>['topology'] }>(
    part: Part,
  ): Part => {
    const { topology, ...other } = part;
    const isStated = topology?.topology === verdict.topology && topology.required === verdict.level;
    return isStated ? { ...part, topology: undefined, ...other } : part;
  };
  return submittedAgain(job, {
    ...rest,
    gang: {
      ...freed(gang),
      podSets: gang.podSets.map((set) => freed(set)),
      groups: gang.groups.map((group) => freed(group)),
    },
  });
};

/** Everybody who was told to leave has left. */
const allLeft = ({ jobs }: Books): readonly Fact[] =>
  [...jobs].flatMap(([id, job]): readonly Fact[] => {
    const leaving = podsAt(job, 'leaving');
    if (leaving.length === 0) return [];
    const pods = leaving.map(({ subGroup, pod }) => ({ subGroup, pod }));
    return [
      { type: 'released', id, pods },
      ...(job.exit === 'ends' ? [{ type: 'forgotten', id } as const] : []),
    ];
  });

/** Its queue is there, and all above it. */
const served = ({ books, job }: Plight<'QueueNotFound'>): readonly Fact[] => {
  const path = pathOf(books, job.queueId);
  const top = books.queues.get(path.at(-1) ?? '');
  const free: Entitlement = { quota: -1, limit: -1, weight: 1 };
  const entitlements = { gpuMilli: free, cpuMilli: free, memoryMib: free, priority: 100 };
  const missing = top === undefined ? job.queueId : top.parentId;
  return [
    ...openedAgain(books, path, (queue) => queue),
    ...(missing === ''
      ? []
      : [
          {
            type: 'opened',
            opening: { id: missing, parentId: '', openedAt: 0, entitlements },
          } as const,
        ]),
  ];
};

/** It is nobody's neighbour; and where it only must be apart from others, there are nodes far from everybody. */
const befriended = ({ books, job }: Plight<'NoMatchingNode'>): readonly Remedy[] => {
  const far = farOff(books, job);
  const facts = submittedAgain(job, withoutNeighbours(job));
  return [
    { name: 'no neighbours', facts },
    ...(far.length > 0 ? [{ name: 'nodes in domains of their own', facts: far }] : []),
  ];
};

/** There is such a node as it asks for; and it asks for none in particular, of those that are there. */
const matched = (plight: Plight<'NoMatchingNode'>): readonly Remedy[] => {
  const { books, job, verdict } = plight;
  if (isForNeighbours(verdict)) return befriended(plight);
  const claims = theirClaims(books, job);
  const fresh = giants(books, job);
  const facts = [...claims, ...submittedAgain(job, anyNode(job)), ...fresh];
  return [
    ...(doMatch(job, fresh) ? [{ name: 'a node that matches', facts: [...claims, ...fresh] }] : []),
    { name: 'any node will do', facts },
  ];
};

/**
 * What takes away exactly that of which a verdict says that it is in the way: for each tag, with the verdict's own
 * figures, whatever has to be otherwise.
 */
export const remediesFor = ({ books, policy, job, verdict }: Plight): readonly Remedy[] => {
  const at = { books, policy, job };
  switch (verdict._tag) {
    case 'QueueNotFound':
      return [{ name: 'the queue is open', facts: served({ ...at, verdict }) }];
    case 'AwaitingRelease':
      return [{ name: 'all have left', facts: allLeft(books) }];
    case 'NoMatchingNode':
      return matched({ ...at, verdict });
    case 'LargerThanAnyNode':
      return [{ name: 'a larger node', facts: giants(books, job) }];
    case 'OverLimit':
      return boundMoved({ ...at, verdict }, 'limit', verdict.allocated + verdict.asked);
    case 'OverNamedLimit':
      return namedMoved({ ...at, verdict });
    case 'NonPreemptibleOverQuota': {
      const { allocatedNonPreemptible, asked } = verdict;
      return boundMoved({ ...at, verdict }, 'quota', allocatedNonPreemptible + asked);
    }
    case 'WithheldFromLending':
      return [{ name: 'all is lent', facts: lent({ ...at, verdict }) }];
    case 'NoDomainFits':
      return [{ name: 'no such domain', facts: apartFrom({ ...at, verdict }) }];
    case 'ReservedForAnother':
      return [{ name: 'the holder is gone', facts: [{ type: 'forgotten', id: verdict.holderId }] }];
    case 'BeyondQueueDepth': {
      const bounds = { ...policy.bounds, queueDepthMax: verdict.waiting };
      return [{ name: 'as deep as the queue', facts: [], rules: { bounds } }];
    }
    case 'InsufficientCapacity':
      return [{ name: 'enough room', facts: enoughRoom(books, job) }];
  }
};
