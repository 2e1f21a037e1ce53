import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { eventId } from '../../domain/foundation/ids.ts';
import type { Workload } from '../../domain/workload/index.ts';
import type { Effect } from '../../adapters/ports/cluster.ts';
import type { Brain } from './brain.ts';
import type { PlainRequest } from './handle.ts';

/** The commands that processes answer a fact with; named after the fact, so that a repetition is recognised. */
export const reactionsOf = (brain: Brain, fact: BerthRecorded): readonly PlainRequest[] => {
  let requests: PlainRequest[] | undefined;
  for (const { process, state } of brain.processes) {
    if (!process.handles.has(fact.type)) continue;
    const commands = process.react(state, fact);
    for (const { subject, command } of commands) {
      requests ??= [];
      requests.push({
        commandId: `${process.name}@${fact.revision}.${requests.length}`,
        subject,
        command,
        atMs: fact.atMs,
        // A counterfactual has to ask the process anew: what it answers is no input.
        origin: 'decision',
        tenant: fact.tenant,
        causationId: eventId(fact.commandId, fact.index),
        correlationId: fact.correlationId,
      });
    }
  }
  return requests ?? none;
};

const none: readonly PlainRequest[] = [];

/** What a fact asks of the cluster: to bind a workload's pods or to end them. */
export const effectOf = (brain: Brain, fact: BerthRecorded): Effect | undefined => {
  if (fact.subject.kind !== 'workload' || !movesPods.has(fact.type)) return undefined;
  return effectFor(fact.subject.id, brain);
};

/** Facts after which the cluster has something to do. */
const movesPods: ReadonlySet<string> = new Set([
  'WorkloadAllocated',
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadStopRequested',
  'WorkloadDeletionRequested',
]);

/** Everything that the cluster should be doing, for a cluster that may not have heard of it. */
export const outstandingEffects = (brain: Brain): readonly Effect[] =>
  [...brain.states.byKind.workload.keys()].flatMap((id) => effectFor(id, brain) ?? []);

/** What a workload's phase asks of the cluster. */
const effectFor = (workloadId: string, brain: Brain): Effect | undefined => {
  const state = brain.states.byKind.workload.get(workloadId)?.state as Workload | undefined;
  if (state === undefined || !('placements' in state) || state.placements === undefined) {
    return undefined;
  }
  const { attempt, subGroups, placements, graceMs } = state;
  const { epoch } = brain;
  const isBound = boundPhases.has(state.phase);
  return isBound
    ? { _tag: 'Bind', workloadId, attempt, subGroups, placements, epoch }
    : { _tag: 'Evict', workloadId, attempt, graceMs, epoch };
};

const boundPhases: ReadonlySet<string> = new Set(['Initializing', 'Running', 'Degraded']);
