import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import { isForNeighbours } from '../../../domain/foundation/for-neighbours.ts';
import type { Verdict } from '../../../domain/foundation/verdict.ts';

/** What has to happen before the first obstacle is none, as one sentence. */
export const needOf = (verdict: Verdict): string => {
  switch (verdict._tag) {
    case 'QueueNotFound':
      return `Queue ${verdict.queueId} has to be opened: its project needs a grant in that node pool.`;
    case 'AwaitingRelease':
      return 'The workloads that were evicted for it have to leave; then it is placed without asking again.';
    case 'NoMatchingNode':
      return nodeNeed(verdict);
    case 'LargerThanAnyNode':
      return 'A larger node has to join, or its pods have to ask for less.';
    case 'OverLimit':
      return exceeded(verdict, `the limit of queue ${verdict.queueId}`, verdict.limit);
    case 'OverNamedLimit': {
      const over = verdict.allocated + verdict.asked - verdict.limit;
      return `Queue ${verdict.queueId} has to let go of ${over} of ${verdict.name}, or its limit has to rise by as much.`;
    }
    case 'NonPreemptibleOverQuota': {
      const { allocatedNonPreemptible: allocated, quota, asked, resource, queueId } = verdict;
      return exceeded({ allocated, asked, resource }, `the quota of queue ${queueId}`, quota);
    }
    case 'WithheldFromLending':
      return `A sibling of queue ${verdict.queueId} has to lend more, or ${amountText(verdict.asked, verdict.resource)} have to come free that nobody keeps.`;
    case 'NoDomainFits':
      return `One ${verdict.level} has to have room for all ${countText(verdict.podsAsked, 'pod')} at once.`;
    case 'ReservedForAnother':
      return `${verdict.holderId} has to be placed, or to give up; work that declares to be done before then may go first.`;
    case 'BeyondQueueDepth':
      return `Those before it in queue ${verdict.queueId} have to be placed or to go, or the rules have to let more than ${verdict.depth} be tried.`;
    case 'InsufficientCapacity':
      return capacityNeed(verdict);
  }
};

type Of<Tag extends Verdict['_tag']> = Extract<Verdict, { readonly _tag: Tag }>;
type Excess = Pick<Of<'OverLimit'>, 'allocated' | 'asked' | 'resource'>;

const exceeded = ({ allocated, asked, resource }: Excess, what: string, bound: number): string =>
  `${amountText(allocated + asked - bound, resource)} have to come free below ${what}, or it has to rise by as much.`;

const capacityNeed = ({
  askedGpuMilli: asked,
  freeGpuMilli: free,
}: Of<'InsufficientCapacity'>): string => {
  if (asked === 0) return 'CPU or memory has to come free on a node that takes it.';
  return asked > free
    ? `${amountText(asked - free, 'gpuMilli')} more have to come free.`
    : 'Enough is free in all, but not together: the devices have to come free on the same nodes.';
};

const nodeNeed = (verdict: Verdict): string =>
  isForNeighbours(verdict)
    ? 'The pods that it must not be near have to leave, or those that it must be near have to come; or a node has to join that is far from whom it must not be near.'
    : 'A node that has the labels asked for, and no taint against it, has to join; or it has to ask for less.';
