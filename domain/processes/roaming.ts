import type { BerthRecorded } from '../catalogue/events.ts';
import { dueBy } from './due-heap.ts';
import {
  type DueCommand,
  handling,
  nothing,
  type Process,
  type ProcessCommand,
} from './process.ts';
import {
  goOn,
  goTo,
  leaveRest,
  nextPool,
  poolAfterRest,
  queueIn,
  rest,
  type Roamer,
  type RoamingState,
  rouse,
  settleDown,
} from './roamers.ts';

type Of<Type extends BerthRecorded['type']> = Extract<BerthRecorded, { readonly type: Type }>;

/** What may make room where there was none. */
const news = [
  'NodeJoined',
  'NodeReturned',
  'NodeUncordoned',
  'NodeDeviceRepaired',
  'QueueOpened',
  'QueueEntitled',
  'PolicyAdopted',
  'WorkloadEvicted',
  'WorkloadPodsReleased',
  'WorkloadStopped',
  'WorkloadRetryScheduled',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadDeleted',
] as const satisfies readonly BerthRecorded['type'][];
const isNews: ReadonlySet<string> = new Set(news);

/**
 * Lets a workload that may go to several node pools wait in the next one when a pool could not take it.
 *
 * A pool that tells an obstacle is left for the dearest one that was not tried yet; when all were, the workload rests in
 * the dearest, where it is still served. It goes round again once something has changed anywhere and its rest is over: a
 * minute at first, twice as long each time. So a round that finds nothing costs a few facts, and without news none.
 * @source peer-scheduler reference §1.1 (ordered preference, wraps), the peer's podgroup-assigner
 * @cost O(1) a fact, O(sleeping) for news after a rest
 */
export const roamingProcess: Process<RoamingState> = {
  name: 'roaming',
  handles: handling(
    'WorkloadSubmitted',
    'WorkloadQueued',
    'WorkloadReassigned',
    'WorkloadDeferred',
    'WorkloadNominated',
    'WorkloadAllocated',
    'WorkloadScaled',
    'WorkloadStopRequested',
    'WorkloadDeletionRequested',
    'QueueClosed',
    ...news,
  ),
  initial: () => ({
    openQueues: new Set(),
    roamers: new Map(),
    sleeping: new Set(),
    heap: [],
  }),
  react: (state, event) => {
    const commands = reactTo(state, event);
    if (state.sleeping.size > 0 && isNews.has(event.type)) rouse(state, event.atMs);
    return commands;
  },
  nextDueMs: ({ heap }) => heap[0]?.dueAtMs,
  due: (state, nowMs) => dueBy(state.heap, nowMs).flatMap((one) => dueOf(state, one)),
};

const dueOf = (state: RoamingState, one: Roamer): readonly DueCommand[] => {
  const pool = poolAfterRest(state, one);
  return pool === undefined ? [] : [{ ...goTo(one, pool), dueAtMs: one.dueAtMs }];
};

const reactTo = (state: RoamingState, event: BerthRecorded): readonly ProcessCommand[] => {
  switch (event.type) {
    case 'WorkloadSubmitted':
      return submitted(state, event);
    case 'QueueOpened':
      state.openQueues.add(event.subject.id);
      return opened(state, event.subject.id);
    case 'QueueClosed':
      state.openQueues.delete(event.subject.id);
      settleDown(state);
      return nothing;
    default: {
      const one = state.roamers.size === 0 ? undefined : state.roamers.get(event.subject.id);
      return one === undefined || event.subject.kind !== 'workload'
        ? nothing
        : move(state, one, event);
    }
  }
};

/** One that is queued at once is queued by its own submission; where its dearest pool has no queue, the next will do. */
const submitted = (
  state: RoamingState,
  { subject: { id }, data }: Of<'WorkloadSubmitted'>,
): readonly ProcessCommand[] => {
  const { nodePoolIds: pools = [], nodePoolId: at, projectId } = data;
  if (pools.length < 2) return nothing;
  const one: Roamer = {
    id,
    dueAtMs: 0,
    place: -1,
    projectId,
    pools,
    at,
    stage: 'created',
    tried: new Set(),
    rounds: 0,
    restUntilMs: 0,
  };
  state.roamers.set(id, one);
  if (state.openQueues.has(queueIn(one, at))) return nothing;
  const next = nextPool(state, one);
  return next === undefined ? nothing : [goTo(one, next)];
};

/** Those that have no queue yet take the first that opens; that of the dearest pool is admission's. */
const opened = (state: RoamingState, queueId: string): readonly ProcessCommand[] => {
  const commands: ProcessCommand[] = [];
  for (const one of state.roamers.values()) {
    if (one.stage !== 'created' || state.openQueues.has(queueIn(one, one.at))) continue;
    const pool = one.pools.find((id) => id !== one.at && queueIn(one, id) === queueId);
    if (pool !== undefined) commands.push(goTo(one, pool));
  }
  return commands;
};

const move = (
  state: RoamingState,
  one: Roamer,
  event: BerthRecorded,
): readonly ProcessCommand[] => {
  switch (event.type) {
    case 'WorkloadReassigned':
      reassigned(state, one, event);
      return nothing;
    case 'WorkloadDeferred':
      return deferred(state, one, event);
    case 'WorkloadQueued':
    case 'WorkloadEvicted':
      begin(state, one);
      return nothing;
    case 'WorkloadScaled':
      // It asks for something else: whoever could not take it may now.
      if (one.stage === 'going' || one.stage === 'resting') begin(state, one);
      return nothing;
    case 'WorkloadNominated':
    case 'WorkloadAllocated':
    case 'WorkloadStopRequested':
    case 'WorkloadRetryScheduled':
      settle(state, one, event.type);
      return nothing;
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
    case 'WorkloadDeletionRequested':
      leaveRest(state, one, 'settled');
      state.roamers.delete(one.id);
      return nothing;
    default:
      return nothing;
  }
};

const reassigned = (
  state: RoamingState,
  one: Roamer,
  { data, atMs }: Of<'WorkloadReassigned'>,
): void => {
  const from = one.at;
  const wasResting = one.stage === 'resting';
  one.at = data.nodePoolId;
  if (wasResting) {
    begin(state, one);
    one.tried.add(from);
  } else if (one.tried.has(one.at)) rest(state, one, atMs);
  else one.stage = 'going';
};

/** A place that is held for it is no obstacle; one that rests knows its obstacles. */
const deferred = (
  state: RoamingState,
  one: Roamer,
  { data, atMs }: Of<'WorkloadDeferred'>,
): readonly ProcessCommand[] => {
  const isHeld = data.verdict._tag === 'AwaitingRelease';
  return isHeld || one.stage === 'resting' ? nothing : goOn(state, one, atMs);
};

const begin = (state: RoamingState, one: Roamer): void => {
  leaveRest(state, one, 'going');
  one.tried.clear();
};

/** Has places, or one is held for it, or it waits no more; who loses a place that was held goes on from here. */
const settle = (state: RoamingState, one: Roamer, type: string): void => {
  leaveRest(state, one, 'settled');
  one.tried.clear();
  if (type !== 'WorkloadNominated') one.rounds = 0;
};
