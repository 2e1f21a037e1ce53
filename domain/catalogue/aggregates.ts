import { cluster, type ClusterCommand, type ClusterRejection } from '../cluster/index.ts';
import {
  department,
  type DepartmentCommand,
  type DepartmentRejection,
} from '../department/index.ts';
import type { Decider } from '../foundation/decider.ts';
import type { SubjectKind } from '../foundation/ids.ts';
import {
  leadership,
  type LeadershipCommand,
  type LeadershipRejection,
} from '../leadership/index.ts';
import { nodePool, type NodePoolCommand, type NodePoolRejection } from '../node-pool/index.ts';
import { node, type NodeCommand, type NodeRejection } from '../node/index.ts';
import { adoption, type PolicyCommand, type PolicyRejection } from '../policy/index.ts';
import { project, type ProjectCommand, type ProjectRejection } from '../project/index.ts';
import { queue, type QueueCommand, type QueueRejection } from '../queue/index.ts';
import { workload, type WorkloadCommand, type WorkloadRejection } from '../workload/index.ts';
import type { BerthEvent } from './events.ts';

/** Any command of any aggregate. */
export type BerthCommand =
  | LeadershipCommand
  | PolicyCommand
  | ClusterCommand
  | NodePoolCommand
  | NodeCommand
  | DepartmentCommand
  | ProjectCommand
  | QueueCommand
  | WorkloadCommand;

/** Any refusal of any aggregate. */
export type BerthRejection =
  | LeadershipRejection
  | PolicyRejection
  | ClusterRejection
  | NodePoolRejection
  | NodeRejection
  | DepartmentRejection
  | ProjectRejection
  | QueueRejection
  | WorkloadRejection;

/** The state of some aggregate, of which the engine needs to know only that it has a phase. */
export interface AnyState {
  readonly phase: string;
}

/** A decider whose types are known by its subject's kind only. */
export type AnyDecider = Decider<BerthCommand, AnyState, BerthEvent, BerthRejection>;

/** Forgets the types of a decider; sound because the engine routes commands and facts by subject kind. */
const erase = <Command, State extends AnyState, Event, Rejection extends BerthRejection>(
  decider: Decider<Command, State, Event, Rejection>,
): AnyDecider => decider as unknown as AnyDecider;

/** The decider of every kind of subject. */
export const deciders: Readonly<Record<SubjectKind, AnyDecider>> = {
  ledger: erase(leadership),
  policy: erase(adoption),
  cluster: erase(cluster),
  'node-pool': erase(nodePool),
  node: erase(node),
  department: erase(department),
  project: erase(project),
  queue: erase(queue),
  workload: erase(workload),
};
