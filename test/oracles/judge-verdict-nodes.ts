import type { PodRequest, SubGroup } from '../../domain/foundation/shapes.ts';
import { type BookedNode, type Books, copied } from './books.ts';
import { domainAt } from './domains.ts';
import { firstAsked } from './gangs.ts';
import { differing, unless } from './figures.ts';
import { admits, carries, isRepelled, meetsOne } from './predicates.ts';
import { isForNeighbours, type Plight, type Waiter } from './plight.ts';
import { findSeats } from './seat-search.ts';
import { wrongApart } from './judge-verdict-neighbours.ts';

const takers = ({ nodes }: Books): readonly BookedNode[] =>
  [...nodes.values()].filter(({ isLost, isCordoned }) => !isLost && !isCordoned);

/** Whether nobody's being there would let one pod of a sub-group find a place. */
const isAloneRefused = ({ books, job }: Waiter, subGroup: string): boolean => {
  const empty = { ...copied(books), jobs: new Map() };
  const { gang: _gang, ...submission } = job.submission;
  const groups = submission.subGroups
    .filter(({ name }) => name === subGroup)
    .map(({ affinity: _of, ...group }): SubGroup => group);
  const single = { ...job, pods: [], submission: { ...submission, subGroups: groups } };
  const pods = [{ subGroup, pod: 0 }];
  return findSeats(empty, { job: single, pods, plane: 'now' }) === 'none';
};

/** How many nodes say what of labels and taints to a sub-group. */
const refusalsOf = ({ books, job }: Waiter, group: SubGroup) => {
  const { nodeSelector } = job.submission;
  const isMatch = ({ offer: { labels } }: BookedNode): boolean =>
    carries(labels, nodeSelector) &&
    carries(labels, group.nodeSelector ?? {}) &&
    meetsOne(labels, group.affinity?.requiredNodes);
  const nodes = takers(books);
  const matching = nodes.filter(isMatch);
  return {
    nodes: nodes.length,
    refusedBySelector: nodes.length - matching.length,
    refusedByTaint: matching.filter(({ offer }) => isRepelled(offer.taints, job.submission)).length,
  };
};

/** Every node that takes pods is counted once, by what labels, taints and the rest say to one of the sub-groups, which no empty node takes. */
export const wrongNoMatch = (plight: Plight<'NoMatchingNode'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { nodes, refusedBySelector, refusedByTaint, refusals = [] } = verdict;
  const groups = job.submission.subGroups;
  if (isForNeighbours(verdict)) return wrongApart(plight);
  const isForeign = groups.some(({ request }) =>
    (request.claims ?? []).some((name) => {
      const owner = books.claims.get(name)?.queueId ?? '';
      return owner !== '' && owner !== job.queueId;
    }),
  );
  if (isForeign) return [];
  const told = { nodes, refusedBySelector, refusedByTaint };
  const wrong = groups.map((group) => [
    ...differing(told, refusalsOf(plight, group)),
    ...unless(isAloneRefused(plight, group.name), `a pod of ${group.name} has a node`),
  ]);
  const others = refusals.reduce((sum, one) => sum + one.nodes, 0);
  return [
    ...(wrong.find((one) => one.length === 0) ?? wrong.at(0) ?? []),
    ...unless(refusedBySelector + refusedByTaint + others === nodes, 'that is not every node'),
  ];
};

/** A node that gives its cards out by claims alone. */
const isByClaimAlone = ({ offer }: BookedNode): boolean =>
  offer.gpuCount === 0 && offer.deviceClasses !== undefined;

const most = (amounts: readonly number[]): number => Math.max(0, ...amounts);

/** How many cards of a node work, in thousandths. */
const workingMilli = ({ offer, broken }: BookedNode): number =>
  1000 * (offer.gpuCount - [...broken].filter((device) => device < offer.gpuCount).length);

/** Whether a pod asks for nothing but cards, processors and memory, and no node has cards in slices. */
const isUsual = (
  { books }: Waiter,
  { mig, resources, claims, gpuMemoryMib }: PodRequest,
): boolean =>
  [mig, resources, claims, gpuMemoryMib].every((one) => one === undefined) &&
  takers(books).every(({ offer }) => offer.mig === undefined);

/** What a pod asks for, and the most that a node has which labels and taints open to it. */
const sizesOf = ({ books, job }: Waiter, group: SubGroup): Readonly<Record<string, number>> => {
  const { request } = group;
  const matching = takers(books).filter(
    (node) => !isByClaimAlone(node) && admits(node, job.submission, group),
  );
  return {
    askedGpuMilli: request.gpuDevices * request.gpuMilli,
    largestGpuMilli: most(matching.map(workingMilli)),
    askedCpuMilli: request.cpuMilli,
    largestCpuMilli: most(matching.map(({ offer }) => offer.cpuMilli)),
    askedMemoryBytes: request.memoryBytes,
    largestMemoryBytes: most(matching.map(({ offer }) => offer.memoryBytes)),
  };
};

/** No empty node takes such a pod, and what is asked for stands beside the most that matching nodes have. */
export const wrongLarger = (plight: Plight<'LargerThanAnyNode'>): readonly string[] => {
  const { job, verdict } = plight;
  const group = job.submission.subGroups.find(({ name }) => name === verdict.subGroup);
  if (group === undefined) return [`it has no ${verdict.subGroup}`];
  const { _tag, subGroup, ...figures } = verdict;
  return [
    ...unless(isAloneRefused(plight, subGroup), 'a node is large enough'),
    ...(isUsual(plight, group.request) ? differing(figures, sizesOf(plight, group)) : []),
  ];
};

/** There are as many domains of that level. */
export const wrongDomain = ({ books, job, verdict }: Plight<'NoDomainFits'>): readonly string[] => {
  const { topology, level, domains, podsAsked } = verdict;
  const levels = books.topologies.get(topology) ?? [];
  const there = new Set(
    [...books.nodes.values()].flatMap(({ offer }) => domainAt(offer.labels, levels, level) ?? []),
  );
  const byBooks = { domains: there.size, podsAsked: firstAsked(job.submission).length };
  return differing({ domains, podsAsked }, byBooks);
};
