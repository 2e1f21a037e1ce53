import { amountText, countText } from './amount-text.ts';
import type { AttemptedAction, Verdict } from './verdict.ts';

/** Why a workload waits, as one sentence with its numbers. */
export const messageOf = (verdict: Verdict): string => {
  switch (verdict._tag) {
    case 'QueueNotFound':
      return `Queue ${verdict.queueId} does not exist or takes no workloads.`;
    case 'AwaitingRelease':
      return (
        `A place for ${countText(verdict.pods, 'pod')} on ${countText(verdict.devices, 'GPU')} is held; ` +
        `the workloads evicted for it are still leaving.`
      );
    case 'NoMatchingNode':
      return noMatchingNode(verdict);
    case 'LargerThanAnyNode':
      return largerThanAnyNode(verdict);
    case 'OverLimit':
      return overLimit(verdict);
    case 'OverNamedLimit':
      return overNamedLimit(verdict);
    case 'NonPreemptibleOverQuota':
      return overQuota(verdict);
    case 'WithheldFromLending':
      return withheld(verdict);
    case 'NoDomainFits':
      return noDomainFits(verdict);
    case 'ReservedForAnother':
      return (
        `There is room for its ${countText(verdict.podsAsked, 'pod')}, but it is kept for ` +
        `${verdict.holderId}, which was passed over too often.`
      );
    case 'BeyondQueueDepth':
      return (
        `The rules let no more than ${countText(verdict.depth, 'workload')} of queue ${verdict.queueId} be tried ` +
        `at a time, and it stands behind those: ${verdict.waiting} wait.`
      );
    case 'InsufficientCapacity':
      return insufficientCapacity(verdict);
  }
};

const isOrAre = (milli: number): string => (milli === 1000 ? 'is' : 'are');

const moreOf = (asked: number, resource: Resource): string =>
  `${amountText(asked, resource)} more ${isOrAre(asked)}`;

type Of<Tag extends Verdict['_tag']> = Extract<Verdict, { readonly _tag: Tag }>;
type Resource = Of<'OverLimit'>['resource'];

const overLimit = ({ queueId, resource, ...figures }: Of<'OverLimit'>): string =>
  `Queue ${queueId} is limited to ${amountText(figures.limit, resource)}; ` +
  `it holds ${amountText(figures.allocated, resource)}, and ` +
  `${moreOf(figures.asked, resource)} asked for.`;

const overQuota = ({ queueId, resource, ...figures }: Of<'NonPreemptibleOverQuota'>): string =>
  `Non-preemptible work must stay inside the quota of queue ${queueId}: ` +
  `${amountText(figures.quota, resource)}, of which ` +
  `${amountText(figures.allocatedNonPreemptible, resource)} are in non-preemptible use, and ` +
  `${moreOf(figures.asked, resource)} asked for.`;

const overNamedLimit = ({ queueId, name, ...figures }: Of<'OverNamedLimit'>): string => {
  const text = (amount: number): string =>
    name.startsWith('gpu:')
      ? `${amountText(amount, 'gpuMilli')} of model ${name.slice(4)}`
      : `${amount} ${name}`;
  return (
    `Queue ${queueId} is limited to ${text(figures.limit)}; it holds ${text(figures.allocated)}, ` +
    `and ${text(figures.asked)} more are asked for.`
  );
};

const withheld = ({ queueId, resource, ...figures }: Of<'WithheldFromLending'>): string =>
  `${amountText(figures.free, resource)} are free, but ${amountText(figures.withheld, resource)} of them are kept ` +
  `by queues that do not lend them, and queue ${queueId} would have to borrow: ` +
  `${moreOf(figures.asked, resource)} asked for.`;

const noDomainFits = (verdict: Of<'NoDomainFits'>): string =>
  `No ${verdict.level} of the ${countText(verdict.domains, 'domain')} in topology ${verdict.topology} ` +
  `has room for all ${countText(verdict.podsAsked, 'pod')} together.`;

const noMatchingNode = (verdict: Of<'NoMatchingNode'>): string => {
  if (verdict.nodes === 0) return 'The node pool has no nodes.';
  return (
    `None of the pool's ${countText(verdict.nodes, 'node')} will do: ` +
    `${verdict.refusedBySelector} without the labels asked for, ` +
    `${verdict.refusedByTaint} with a taint that it does not tolerate${otherRefusals(verdict)}.`
  );
};

const refusalWords: Readonly<Record<string, string>> = {
  mig: 'whose devices are partitioned otherwise',
  'memory-unknown': 'whose device memory nobody knows',
  claims: 'without the devices of its claims',
  resources: 'without enough of a resource that it names',
  ports: 'on which another pod has its port',
  affinity: 'near pods that it must not be near, or without those that it must be near',
  'no-room': 'without room left for it',
};

const otherRefusals = ({ refusals = [] }: Of<'NoMatchingNode'>): string =>
  refusals.map(({ reason, nodes }) => `, ${nodes} ${refusalWords[reason] ?? reason}`).join('');

const largerThanAnyNode = (verdict: Of<'LargerThanAnyNode'>): string => {
  const tooLarge = [
    tooMuch(verdict.askedGpuMilli, verdict.largestGpuMilli, 'gpuMilli'),
    tooMuch(verdict.askedCpuMilli, verdict.largestCpuMilli, 'cpuMilli'),
    tooMuch(mib(verdict.askedMemoryBytes), mib(verdict.largestMemoryBytes), 'memoryMib'),
  ].filter((part) => part !== '');
  const asked =
    tooLarge.length === 0 ? 'a combination that no node has at once' : tooLarge.join(', ');
  return `A pod of sub-group ${verdict.subGroup} asks for more than any matching node has when empty: ${asked}.`;
};

const tooMuch = (asked: number, largest: number, resource: Resource): string =>
  asked > largest
    ? `${amountText(asked, resource)} (the largest has ${amountText(largest, resource)})`
    : '';

const insufficientCapacity = (verdict: Of<'InsufficientCapacity'>): string => {
  const fit =
    verdict.podsAsked === 1
      ? `No node has room for its pod`
      : `Only ${verdict.podsFit} of ${verdict.podsAsked} pods find a node`;
  const gpus =
    `${amountText(verdict.askedGpuMilli, 'gpuMilli')} ${isOrAre(verdict.askedGpuMilli)} asked for, ` +
    `${amountText(verdict.freeGpuMilli, 'gpuMilli')} ${isOrAre(verdict.freeGpuMilli)} free in the pool`;
  const tried = verdict.actions.filter((tried) => tried.action !== 'allocate').map(attemptOf);
  return `${fit}; ${gpus}.${tried.length === 0 ? '' : ` ${tried.join(' ')}`}`;
};

const actionWords: { readonly [Action in AttemptedAction['action']]: string } = {
  allocate: 'Allocating',
  consolidate: 'Moving others together',
  reclaim: 'Reclaiming',
  preempt: 'Preempting',
};

const attemptOf = (tried: AttemptedAction): string => {
  const action = actionWords[tried.action];
  switch (tried.obstacle) {
    case 'NotPreemptible':
      return `${action} is only for work that may be evicted itself.`;
    case 'TooFewPodsFit':
      return `${action} would seat ${tried.figure} of ${tried.bound} pods.`;
    case 'AboveFairShare':
      return `${action} would lift its queue ${aboveOf(tried, 'its fair share')}.`;
    case 'AboveQuota':
      return `${action} would lift non-preemptible work ${aboveOf(tried, 'the quota')}.`;
    case 'NoVictims':
      return `${action} finds nobody who may be evicted for it.`;
    case 'VictimsTooFew':
      return (
        `${action} would not make room: ${amountText(tried.figure, 'gpuMilli')} may be taken from others ` +
        `for the ${amountText(tried.bound, 'gpuMilli')} asked for.`
      );
  }
};

/** The fact does not say which resource it was: a share of what is allowed means the same for all three. */
const aboveOf = ({ figure, bound }: AttemptedAction, allowed: string): string => {
  if (bound <= 0) return `above ${allowed}, which is nothing`;
  // Rounded up, so that what is just above is not told as 100%.
  const perMille = Math.ceil((figure * 1000) / bound);
  return perMille < 10_000
    ? `to ${perMille / 10}% of ${allowed}`
    : `to ${Math.floor(figure / bound)} times ${allowed}`;
};

const mib = (bytes: number): number => Math.ceil(bytes / 1_048_576);
