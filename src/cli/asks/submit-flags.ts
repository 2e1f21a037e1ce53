import { defined } from '../manifest/container.ts';
import type { WorkloadWish } from '../manifest/wish.ts';
import { containerOfFlags, pairsOf, tolerationsOf } from './container-flags.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { drawnLetters } from './drawn-id.ts';
import { nodesWantedOf } from './node-flags.ts';
import { nearnessOf } from './nearness-flags.ts';
import { podsAskedOf } from './pod-flags.ts';
import type { SubmitArguments } from './submit-arguments.ts';

/** Reads the flags of a submission. */
export const wishOfFlags = (args: SubmitArguments): WorkloadWish | FlagProblem => {
  const name = nameOf(args);
  if (typeof name !== 'string') return name;
  const [pool, ...others] = args.nodePools ?? [];
  const asked = podsAskedOf(args);
  if (isProblem(asked)) return asked;
  const affinity = nodesWantedOf(args);
  if (isProblem(affinity)) return affinity;
  const container = containerOfFlags(args);
  if ('problem' in container) return container;
  const rest = restOf(args);
  if ('problem' in rest) return rest;
  const near = nearnessOf(args, asked, rest.replicas);
  if (isProblem(near)) return near;
  return {
    name,
    workloadType: args.noun,
    projectId: args.project,
    nodePoolId: pool,
    ...(pool === undefined || others.length === 0 ? {} : { nodePoolIds: [pool, ...others] }),
    priority: args.priority,
    subGroups:
      Object.keys(affinity).length === 0
        ? asked.subGroups
        : asked.subGroups.map((group) => ({ ...group, affinity })),
    ...near,
    container,
    ...rest,
  };
};

const nameOf = ({ name, namePrefix }: SubmitArguments): string | FlagProblem => {
  if (name !== undefined && namePrefix !== undefined) {
    const remedy = 'leave one of them out';
    return { flag: '--name-prefix', problem: 'there is a name already', remedy };
  }
  if (name !== undefined) return name;
  return namePrefix === undefined
    ? { flag: 'NAME', problem: 'it has no name', remedy: 'name it, or say --name-prefix' }
    : `${namePrefix}-${drawnLetters(5)}`;
};

const preemptibilities: ReadonlyMap<
  string,
  Pick<WorkloadWish, 'preemptible' | 'semiPreemptible'>
> = new Map([
  ['preemptible', { preemptible: true }],
  ['non-preemptible', { preemptible: false }],
  ['semi-preemptible', { preemptible: false, semiPreemptible: true }],
]);

const restOf = (
  args: SubmitArguments,
): (Partial<WorkloadWish> & Pick<WorkloadWish, 'preemptible'>) | FlagProblem => {
  const { preemptibility, backoffLimit, timeLimit } = args;
  const rank =
    preemptibility === undefined
      ? { preemptible: undefined }
      : preemptibilities.get(preemptibility);
  if (rank === undefined) {
    const remedy = 'write preemptible, semi-preemptible or non-preemptible';
    return { flag: '--preemptibility', problem: `'${preemptibility}' is not known`, remedy };
  }
  const marks = marksOf(args);
  if (isProblem(marks)) return marks;
  const replicas = replicasOf(args);
  if (isProblem(replicas)) return replicas;
  const { autoDeletionTimeAfterCompletion: timeToLiveMs, terminationGracePeriod: graceMs } = args;
  return {
    ...rank,
    ...marks,
    ...(replicas === undefined ? {} : { replicas }),
    ...(backoffLimit === undefined ? {} : { backoffLimit }),
    ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit }),
    ...(timeToLiveMs === 'never' ? { isKeptForEver: true } : defined({ timeToLiveMs })),
    ...(graceMs === undefined ? {} : { graceMs }),
  };
};

/** Labels and annotations, and which nodes will do. */
const marksOf = (args: SubmitArguments): Partial<WorkloadWish> | FlagProblem => {
  const labels = pairsOf('--label', args.label);
  if (isProblem(labels)) return labels;
  const annotations = pairsOf('--annotation', args.annotation);
  if (isProblem(annotations)) return annotations;
  const selector = pairsOf('--node-selector', args.nodeSelector);
  if (isProblem(selector)) return selector;
  const tolerations = tolerationsOf(args.toleration);
  if (isProblem(tolerations)) return tolerations;
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...selectorOf(selector, args.nodeType),
    ...(tolerations === undefined ? {} : { tolerations }),
  };
};

/** The label by which nodes of a type are found. @source Run:ai's node types */
const nodeTypeLabel = 'run.ai/type';

const selectorOf = (
  pairs: Readonly<Record<string, string>> | undefined,
  nodeType: string | undefined,
): Pick<WorkloadWish, 'nodeSelector'> => {
  if (pairs === undefined && nodeType === undefined) return {};
  const ofType = nodeType === undefined ? {} : { [nodeTypeLabel]: [nodeType] };
  return { nodeSelector: { ...listsOf(pairs ?? {}), ...ofType } };
};

const listsOf = (pairs: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, value.split('|')]));

const replicasOf = (args: SubmitArguments) => {
  const { minReplicas, maxReplicas, initialReplicas, noun } = args;
  if (noun === 'distributed') return undefined;
  if (minReplicas === undefined && maxReplicas === undefined) return undefined;
  const min = minReplicas ?? Math.min(1, maxReplicas ?? 1);
  const max = maxReplicas ?? Math.max(min, initialReplicas ?? 1);
  if (max >= min) return { min, max };
  const remedy = `raise it to ${min}, or lower --min-replicas`;
  return { flag: '--max-replicas', problem: 'fewer than --min-replicas', remedy };
};
