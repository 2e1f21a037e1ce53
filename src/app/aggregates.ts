import type { Cluster } from '../../domain/cluster/index.ts';
import type { Department } from '../../domain/department/index.ts';
import type { Node } from '../../domain/node/index.ts';
import type { NodePool } from '../../domain/node-pool/index.ts';
import type { Adoption } from '../../domain/policy/index.ts';
import type { Project } from '../../domain/project/index.ts';
import type { Queue } from '../../domain/queue/index.ts';
import type { Workload } from '../../domain/workload/index.ts';
import type { States } from './states.ts';

/** What the state of each kind of subject is. */
interface StateByKind {
  readonly policy: Adoption;
  readonly cluster: Cluster;
  readonly 'node-pool': NodePool;
  readonly node: Node;
  readonly department: Department;
  readonly project: Project;
  readonly queue: Queue;
  readonly workload: Workload;
}

/** The kinds of subjects whose states a decision about another subject may need. */
export type KnownKind = keyof StateByKind;

/** The state of one aggregate; `undefined` for an id that was never heard of. */
export const stateIn = <Kind extends KnownKind>(
  states: States,
  kind: Kind,
  id: string,
): StateByKind[Kind] | undefined =>
  // Sound because the engine routes facts by the kind of their subject.
  states.byKind[kind].get(id)?.state as StateByKind[Kind] | undefined;

/** How many aggregates of a kind are as asked. @cost O(aggregates of the kind) */
export const countIn = <Kind extends KnownKind>(
  states: States,
  kind: Kind,
  isWanted: (state: StateByKind[Kind], id: string) => boolean,
): number => {
  let count = 0;
  for (const [id, { state }] of states.byKind[kind]) {
    if (isWanted(state as StateByKind[Kind], id)) count += 1;
  }
  return count;
};
