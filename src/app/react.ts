import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { eventId } from '../../domain/foundation/ids.ts';
import { hasEnough, type Workload } from '../../domain/workload/index.ts';
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
  const { id } = fact.subject;
  return evictsPods.has(fact.type) ? partingFor(id, brain) : effectFor(id, brain);
};

/** Facts after which the cluster has something to do. */
const movesPods: ReadonlySet<string> = new Set([
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
  'WorkloadShrunk',
  'WorkloadInterrupted',
  'WorkloadPodsLost',
  'WorkloadStopRequested',
  'WorkloadDeletionRequested',
]);

/** After these some pods go, and the others go on. */
const evictsPods: ReadonlySet<string> = new Set(['WorkloadPodsPreempted', 'WorkloadShrunk']);

/** Everything that the cluster should be doing, for a cluster that may not have heard of it. */
export const outstandingEffects = (brain: Brain): readonly Effect[] => {
  const effects: Effect[] = [];
  // There are ten times as many that have ended as there are others, and nothing is asked for them.
  for (const [id, { state }] of brain.states.byKind.workload) {
    if (!('placements' in state) && !('moves' in state)) continue;
    const own = effectFor(id, brain);
    const parting = partingFor(id, brain);
    if (own !== undefined) effects.push(own);
    if (parting !== undefined) effects.push(parting);
  }
  return effects;
};

const stateOf = (workloadId: string, brain: Brain): Workload | undefined =>
  brain.states.byKind.workload.get(workloadId)?.state as Workload | undefined;

/** What a workload's phase asks of the cluster. */
const effectFor = (workloadId: string, brain: Brain): Effect | undefined => {
  const state = stateOf(workloadId, brain);
  if (state === undefined || !('placements' in state) || state.placements === undefined) {
    return undefined;
  }
  const { attempt, subGroups, placements, graceMs } = state;
  const { epoch } = brain;
  if (!boundPhases.has(state.phase)) return { _tag: 'Evict', workloadId, attempt, graceMs, epoch };
  const isEnough = 'terms' in state && hasEnough(state, placements);
  return { _tag: 'Bind', workloadId, attempt, subGroups, placements, isEnough, epoch };
};

/** What is asked of the cluster about pods that leave while others of their workload go on. */
const partingFor = (workloadId: string, brain: Brain): Effect | undefined => {
  const state = stateOf(workloadId, brain);
  if (state === undefined || !('moves' in state) || !boundPhases.has(state.phase)) return undefined;
  const { attempt, graceMs, moves } = state;
  const pods = (moves?.leaving ?? []).map(({ subGroup, pod }) => ({ subGroup, pod }));
  if (pods.length === 0) return undefined;
  return { _tag: 'EvictPods', workloadId, attempt, pods, graceMs, epoch: brain.epoch };
};

const boundPhases: ReadonlySet<string> = new Set(['Initializing', 'Running', 'Degraded']);
