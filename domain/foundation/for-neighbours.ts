import type { Verdict } from './verdict.ts';

/** Whether it is other pods, there or missing, that keep a workload from every node. */
export const isForNeighbours = (verdict: Verdict): boolean =>
  verdict._tag === 'NoMatchingNode' &&
  verdict.refusals?.some(({ reason }) => reason === 'affinity') === true;
