import type { Vector } from '../../../adapters/traces/index.ts';

type Claim = NonNullable<Vector['cluster']['claims']>[number];
type Task = Vector['jobs'][number]['tasks'][number];

/** The node on which a cluster has given a claim its devices, if it has. */
const nodeOf = ({ ClaimStatus }: Claim): string | undefined =>
  ClaimStatus?.allocation?.devices?.results?.[0]?.pool;

/** Pods that use a claim that has its devices already go where those are. */
export const withBoundClaims = (vector: Vector): Vector => {
  const nodes = new Map(
    (vector.cluster.claims ?? []).flatMap((claim) => {
      const node = nodeOf(claim);
      return node === undefined ? [] : [[claim.Name, node] as const];
    }),
  );
  if (nodes.size === 0) return vector;
  const bound = (task: Task): Task => {
    const at = (task.claims ?? []).flatMap((claim) => nodes.get(claim) ?? []);
    if (at.length === 0) return task;
    const { allowedNodes = at } = task;
    return {
      ...task,
      allowedNodes: allowedNodes.filter((name) => at.every((one) => one === name)),
    };
  };
  return { ...vector, jobs: vector.jobs.map((job) => ({ ...job, tasks: job.tasks.map(bound) })) };
};
