import {
  amountProblem,
  dnsLabelProblem,
  type FieldProblem,
  firstProblem,
  shortened,
} from '../foundation/field.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import { isId } from '../foundation/ids.ts';
import type { ClusterEvent } from './events.ts';
import type { ClaimKept, KnownCluster, TopologyKept } from './state.ts';

/** Says how the nodes of the cluster stand to each other, by labels that they carry. */
export interface DefineTopology extends TopologyKept {
  readonly type: 'DefineTopology';
}

/** Asks that a topology is forgotten. */
export interface RemoveTopology {
  readonly type: 'RemoveTopology';
  readonly name: string;
}

/** Asks for devices under a name that pods can use; the sender knows whether the project is there. */
export interface CreateResourceClaim extends ClaimKept {
  readonly type: 'CreateResourceClaim';
  readonly isProjectKnown: boolean;
}

/** Asks for a claim to be gone; the sender knows how many workloads that have not ended name it. */
export interface DeleteResourceClaim {
  readonly type: 'DeleteResourceClaim';
  readonly name: string;
  readonly liveWorkloads: number;
}

/** What can be asked of what surrounds the workloads of a cluster. */
export type SurroundingsCommand =
  DefineTopology | RemoveTopology | CreateResourceClaim | DeleteResourceClaim;

/** Why the surroundings stay as they are. */
export type SurroundingsRejection =
  | ({ readonly _tag: 'InvalidTopology' } & FieldProblem)
  | ({ readonly _tag: 'InvalidClaim' } & FieldProblem)
  /** There with other devices: it must be deleted before it is created anew. */
  | { readonly _tag: 'ClaimExists'; readonly name: string }
  | { readonly _tag: 'ClaimInUse'; readonly name: string; readonly liveWorkloads: number }
  | { readonly _tag: 'UnknownProject'; readonly projectId: string };

type Decision = Either<SurroundingsRejection, readonly ClusterEvent[]>;

/** Most levels of a topology, most topologies of a cluster; both more than any machine room has. */
const levelsMax = 16;
const topologiesMax = 64;
/** Most devices of one claim, most claims of a cluster. */
const countMax = 1024;
const claimsMax = 10_000;
/** Most characters of a label key. */
const keyLengthMax = 317;

/** Judges what is asked of topologies and claims of a cluster that is known. */
export const decideSurroundings = (command: SurroundingsCommand, state: KnownCluster): Decision => {
  switch (command.type) {
    case 'DefineTopology':
      return define(command, state);
    case 'RemoveTopology':
      return forget(command.name, state);
    case 'CreateResourceClaim':
      return create(command, state);
    case 'DeleteResourceClaim':
      return remove(command, state);
  }
};

const define = ({ name, levels }: DefineTopology, { topologies }: KnownCluster): Decision => {
  const before = topologies.find((one) => one.name === name);
  if (before !== undefined && areSame(before.levels, levels)) return right([]);
  const problem = firstProblem(
    dnsLabelProblem('/name', name),
    fullProblem('/name', topologies.length - (before === undefined ? 0 : 1), topologiesMax),
    levelsProblem(levels),
  );
  if (problem !== undefined) return left({ _tag: 'InvalidTopology', ...problem });
  return right([{ type: 'ClusterTopologyDefined', data: { name, levels: [...levels] } }]);
};

const areSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

const levelsProblem = (levels: readonly string[]): FieldProblem | undefined => {
  const pointer = '/levels';
  const problem = `must be 1 to ${levelsMax} label keys, the widest first, each once`;
  if (levels.length === 0 || levels.length > levelsMax) {
    return { pointer, value: levels.length, problem };
  }
  const wrong = levels.findIndex(
    (level, at) =>
      level === '' ||
      level.length > keyLengthMax ||
      !level.isWellFormed() ||
      levels.indexOf(level) < at,
  );
  if (wrong === -1) return undefined;
  return { pointer: `${pointer}/${wrong}`, value: shortened(levels[wrong] ?? ''), problem };
};

const fullProblem = (pointer: string, count: number, most: number): FieldProblem | undefined =>
  count < most
    ? undefined
    : { pointer, value: count, problem: `is one too many: a cluster has at most ${most}` };

/** What is not there is as it was asked to be. */
const forget = (name: string, { topologies }: KnownCluster): Decision => {
  const isThere = topologies.some((one) => one.name === name);
  return right(isThere ? [{ type: 'ClusterTopologyRemoved', data: { name } }] : []);
};

const create = (command: CreateResourceClaim, { claims }: KnownCluster): Decision => {
  const { name, deviceClass, count, projectId } = command;
  const before = claims.find((one) => one.name === name);
  if (before !== undefined) {
    const isSame =
      before.deviceClass === deviceClass &&
      before.count === count &&
      before.projectId === projectId;
    return isSame ? right([]) : left({ _tag: 'ClaimExists', name });
  }
  const problem = claimProblem(command) ?? fullProblem('/name', claims.length, claimsMax);
  if (problem !== undefined) return left({ _tag: 'InvalidClaim', ...problem });
  if (projectId !== undefined && !command.isProjectKnown) {
    return left({ _tag: 'UnknownProject', projectId });
  }
  const data = { name, deviceClass, count, ...(projectId === undefined ? {} : { projectId }) };
  return right([{ type: 'ClusterClaimCreated', data }]);
};

const claimProblem = ({ name, deviceClass, count }: ClaimKept): FieldProblem | undefined =>
  firstProblem(
    isId(name)
      ? undefined
      : {
          pointer: '/name',
          value: shortened(name),
          problem: 'must be lower-case letters, digits and . _ : @ -, at most 253 of them',
        },
    deviceClass !== '' && deviceClass.length <= keyLengthMax && deviceClass.isWellFormed()
      ? undefined
      : {
          pointer: '/deviceClass',
          value: shortened(deviceClass),
          problem: `must be a name of 1 to ${keyLengthMax} characters`,
        },
    amountProblem('/count', count),
    count >= 1 && count <= countMax
      ? undefined
      : { pointer: '/count', value: count, problem: `must be 1 to ${countMax}` },
  );

const remove = (
  { name, liveWorkloads }: DeleteResourceClaim,
  { claims }: KnownCluster,
): Decision => {
  if (!claims.some((one) => one.name === name)) return right([]);
  if (liveWorkloads > 0) return left({ _tag: 'ClaimInUse', name, liveWorkloads });
  return right([{ type: 'ClusterClaimDeleted', data: { name } }]);
};
