import type { BookedNode } from './books.ts';
import { unless } from './figures.ts';
import { firstAsked } from './gangs.ts';
import { brokenNeighbours, neighbourOf, neighboursIn } from './neighbours.ts';
import type { Plight, Waiter } from './plight.ts';
import { admits, groupOf } from './predicates.ts';
import { withoutNeighbours } from './remedy-neighbours.ts';
import { findSeats } from './seat-search.ts';

/** How many nodes that admit the only pod of an ask have neighbours with which it may not stand there. */
const shunned = (
  { books, job }: Waiter,
  pod: { readonly subGroup: string; readonly pod: number },
): number => {
  const group = groupOf(job.submission, pod.subGroup);
  if (group === undefined) return 0;
  const standing = neighboursIn(books, ({ stage }) => stage !== 'leaving');
  const isShunned = (node: BookedNode): boolean => {
    const { id: nodeId } = node.offer;
    const there = neighbourOf(books, job, { ...pod, nodeId });
    return brokenNeighbours([[there]], standing).length > 0;
  };
  return [...books.nodes.values()].filter(
    (node) =>
      !node.isLost && !node.isCordoned && admits(node, job.submission, group) && isShunned(node),
  ).length;
};

/** How many nodes a verdict says to be kept by neighbours. */
const keptIn = ({ refusals = [] }: Plight<'NoMatchingNode'>['verdict']): number =>
  refusals.find(({ reason }) => reason === 'affinity')?.nodes ?? 0;

/** One pod has no place among its neighbours, and each node that they keep from it is counted. */
const wrongOfOne = (
  plight: Plight<'NoMatchingNode'>,
  pod: { readonly subGroup: string; readonly pod: number },
): readonly string[] => {
  const { books, job, verdict } = plight;
  const [apart, most] = [keptIn(verdict), shunned(plight, pod)];
  const others = (verdict.refusals ?? []).filter(
    ({ reason }) => reason !== 'affinity' && reason !== 'no-room',
  );
  const isRight = others.length === 0 ? apart === most : apart <= most;
  const isSeated = findSeats(books, { job, pods: [pod], plane: 'future' }) !== 'none';
  return [
    ...unless(isRight, `neighbours stand against ${apart} nodes, by the books ${most}`),
    ...unless(!isSeated, 'it has a place with its neighbours'),
  ];
};

/** With its neighbours there is no place for it, and without them there is one; no node is counted twice. */
export const wrongApart = (plight: Plight<'NoMatchingNode'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { nodes, refusedBySelector, refusedByTaint, refusals = [] } = verdict;
  const said = refusals.reduce((sum, one) => sum + one.nodes, refusedBySelector + refusedByTaint);
  const pods = firstAsked(job.submission);
  const [pod] = pods;
  const free = { ...job, submission: withoutNeighbours(job) };
  const isSeated = findSeats(books, { job: free, pods, plane: 'future' }) !== 'none';
  return [
    ...unless(keptIn(verdict) > 0 && said <= nodes, `${said} of ${nodes} nodes are counted`),
    ...unless(isSeated, 'it has no place without its neighbours either'),
    ...(pod === undefined || pods.length > 1 ? [] : wrongOfOne(plight, pod)),
  ];
};
