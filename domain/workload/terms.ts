import type { SubGroup } from '../foundation/shapes.ts';
import type { DataOf } from './commands.ts';
import type { Asked, Terms } from './state.ts';

const noTerms: Terms = {
  backoffLimit: 0,
  failures: 0,
  timeLimitMs: undefined,
  ranMs: undefined,
  replicas: undefined,
  desired: undefined,
  gang: undefined,
  isSemiPreemptible: false,
  nodePoolIds: undefined,
};

/** The terms of a submission; `undefined` for one that names none, so that it costs nothing. */
export const termsOf = (spec: DataOf<'WorkloadSubmitted'>): Terms | undefined => {
  const { backoffLimit = 0, timeLimitMs, replicas, gang, nodePoolIds } = spec;
  const isSemiPreemptible = spec.semiPreemptible ?? false;
  const named = [timeLimitMs, replicas, gang, nodePoolIds];
  if (backoffLimit === 0 && !isSemiPreemptible && named.every((one) => one === undefined)) {
    return undefined;
  }
  const terms = { backoffLimit, timeLimitMs, replicas, gang, isSemiPreemptible, nodePoolIds };
  return { ...noTerms, ...terms };
};

/** Terms of which some part is used or changed. */
export const changedTerms = (from: Asked, change: Partial<Terms>): Terms => ({
  ...(from.terms ?? noTerms),
  ...change,
});

/**
 * What a workload that holds nothing asks for: as many pods as were asked for last.
 *
 * One that is scaled to nothing asks for nothing by being stopped; its sub-group stays as it was.
 */
export const askingAsScaled = (from: Asked): Asked => {
  const desired = from.terms?.desired;
  if (desired === undefined || desired === 0) return from;
  const subGroups = withPods(from.subGroups, desired);
  return subGroups === from.subGroups ? from : { ...from, subGroups };
};

const withPods = (subGroups: readonly SubGroup[], pods: number): readonly SubGroup[] => {
  const [only] = subGroups;
  if (only === undefined || subGroups.length > 1 || only.pods === pods) return subGroups;
  return [{ ...only, pods }];
};
