import type { BerthCommand } from '../../domain/catalogue/index.ts';
import { type Either, left, right } from '../../domain/foundation/fp.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Subject } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { queueIdOf } from '../../domain/queue/index.ts';
import type { Ask, AskOfWorkload } from '../../adapters/ports/ask.ts';
import type { Asking, LiveViews, Refusal } from '../../adapters/ports/live-brain.ts';
import { stateIn } from './aggregates.ts';
import { commandOfEstate } from './asked-estate.ts';
import { commandOfUnit, isReady } from './asked-units.ts';
import type { Request } from './handle.ts';
import { policySubject } from './policy-subject.ts';
import type { States } from './states.ts';
import type { WorkloadNames } from './workload-names.ts';

/** What is looked at when an ask is made a command of; durable facts only. */
export interface Sight extends CommandSight {
  readonly views: LiveViews;
  readonly names: WorkloadNames;
}

/** What of it a command is made with. */
export interface CommandSight {
  readonly views: Pick<LiveViews, 'queues'>;
  readonly names: Pick<WorkloadNames, 'holderOf'>;
}

/**
 * An ask as a request to the engine: what others have to do with it is looked up when its turn comes, so that it is
 * judged by what is so then and not by what was so when it was sent.
 */
export const requestOfAsk = (asking: Asking, sight: Sight, atMs: InstantMs): Request => {
  const { ask, commandId, actor, correlationId, expectedRevision } = asking;
  const subject = subjectOf(ask);
  return {
    commandId,
    subject,
    atMs,
    origin: 'command',
    actor,
    ...(correlationId === undefined ? {} : { correlationId }),
    aloneWith:
      ask.type === 'SubmitWorkload'
        ? `${ask.spec.projectId}/${ask.spec.name}`
        : `${subject.kind}:${subject.id}`,
    command: (states) => {
      const actual = expectedRevision === undefined ? 0 : lastRevisionOf(subject, sight.views);
      return expectedRevision === undefined || expectedRevision === actual
        ? commandOfAsk(ask, states, sight)
        : left({ _tag: 'RevisionMismatch', expected: expectedRevision, actual });
    },
  };
};

/** An ask as a command, with what is so at the moment of the decision. */
export const commandOfAsk = (
  ask: Ask,
  states: States,
  { views, names }: CommandSight,
): Either<Refusal, BerthCommand> => {
  if ('workloadId' in ask) return right(commandOfWorkload(ask, states, names));
  if (ask.type === 'AdoptPolicy') return right({ type: ask.type, policy: ask.policy });
  const isOfUnit =
    ask.type !== 'CreateResourceClaim' && ('projectId' in ask || 'departmentId' in ask);
  return right(isOfUnit ? commandOfUnit(ask, states, views.queues) : commandOfEstate(ask, states));
};

const commandOfWorkload = (
  ask: AskOfWorkload,
  states: States,
  names: CommandSight['names'],
): BerthCommand => {
  switch (ask.type) {
    case 'SubmitWorkload': {
      const { projectId, nodePoolId, nodePoolIds = [], name } = ask.spec;
      const holder = names.holderOf(projectId, name);
      return {
        type: ask.type,
        ...ask.spec,
        queueId: openQueueOf(states, projectId, nodePoolId),
        isProjectKnown: isReady(states, 'project', projectId),
        isNodePoolKnown: isReady(states, 'node-pool', nodePoolId),
        unknownNodePoolId: nodePoolIds.find((id) => !isReady(states, 'node-pool', id)),
        isNameTaken: holder !== undefined && holder !== ask.workloadId,
      };
    }
    case 'StopWorkload':
    case 'DeleteWorkload':
      return { type: ask.type, reason: ask.reason };
    case 'ResumeWorkload':
      return { type: ask.type, ...queueOf(states, ask.workloadId) };
    case 'ScaleWorkload':
      return { type: ask.type, replicas: ask.replicas, ...queueOf(states, ask.workloadId) };
  }
};

/** The queue that a workload goes to, where it is open. */
const queueOf = (states: States, workloadId: string): { readonly queueId?: string } => {
  const state = stateIn(states, 'workload', workloadId);
  if (state === undefined || !('projectId' in state)) return {};
  const queueId = openQueueOf(states, state.projectId, state.nodePoolId);
  return queueId === undefined ? {} : { queueId };
};

const openQueueOf = (states: States, projectId: string, nodePoolId: string): string | undefined => {
  const queueId = queueIdOf({ ownerKind: 'project', ownerId: projectId, nodePoolId });
  return stateIn(states, 'queue', queueId)?.phase === 'Open' ? queueId : undefined;
};

/** The aggregate that an ask is about. */
export const subjectOf = (ask: Ask): Subject => {
  if ('workloadId' in ask) return { kind: 'workload', id: ask.workloadId };
  if (ask.type === 'AdoptPolicy') return policySubject;
  if (ask.type === 'CreateResourceClaim') return { kind: 'cluster', id: ask.clusterId };
  if ('projectId' in ask) return { kind: 'project', id: ask.projectId };
  if ('departmentId' in ask) return { kind: 'department', id: ask.departmentId };
  if ('nodeId' in ask) return { kind: 'node', id: ask.nodeId };
  if ('nodePoolId' in ask) return { kind: 'node-pool', id: ask.nodePoolId };
  return { kind: 'cluster', id: ask.clusterId };
};

/** The last fact that the views show about a subject; 0 where there is none. */
const lastRevisionOf = ({ kind, id }: Subject, views: LiveViews): Revision => {
  const rows: Readonly<Record<string, ReadonlyMap<string, { readonly revision: Revision }>>> = {
    workload: views.workloads.rows,
    node: views.nodes.rows,
    project: views.units.projects,
    department: views.units.departments,
    'node-pool': views.units.nodePools,
    cluster: views.units.clusters,
    policy: views.units.policies,
  };
  return rows[kind]?.get(id)?.revision ?? 0;
};
