import {
  type RoomBound,
  type Rooms,
  roomsBelow,
  roomsOnNodes,
  type Snapshot,
} from '../../../domain/allocation/index.ts';
import type { Policy } from '../../../domain/allocation/index.ts';
import { countText } from '../../../domain/foundation/amount-text.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Verdict } from '../../../domain/foundation/verdict.ts';
import type { PoolPast } from '../../../projections/capacity/index.ts';
import { type Cause, cause } from './cause.ts';
import { type Band, bandOf, type Grounds, type RunGround, runGrounds } from './courses/index.ts';
import { spanText } from '../../../domain/foundation/span-text.ts';

/** What an estimate is made from: the pool as it was, what it remembered, and what the workload waits for. */
export interface EstimateAsked {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly past: PoolPast | undefined;
  readonly nowMs: InstantMs;
  readonly verdict: Verdict;
}

/** When a waiting workload gets its devices, as far as run times tell; says so where they tell nothing. */
export const estimateCause = (asked: EstimateAsked, workloadId: string): Cause => {
  const rooms = roomsFor(asked, workloadId);
  if (typeof rooms === 'string') return unknownCause(rooms);
  const { past, nowMs } = asked;
  const made = bandOf({ rooms, past, workloadId, nowMs });
  if (made === undefined) {
    return unknownCause('there is room by amounts, so something else keeps it waiting');
  }
  if (made.p10Ms === Infinity) {
    return unknownCause(endlessReason(made), made);
  }
  return cause(bandText(made), groundCauses(made), { figures: figuresOf(made, nowMs) });
};

/** The room that it waits for; a text says why no run time tells when it comes. */
const roomsFor = (
  { snapshot, policy, verdict }: EstimateAsked,
  workloadId: string,
): Rooms | string => {
  const bound = boundOf(verdict);
  if (bound !== undefined) {
    return roomsBelow(snapshot, workloadId, bound) ?? 'it waits in no queue';
  }
  const reason = notOfTime[verdict._tag];
  if (reason !== undefined) return reason;
  return (
    roomsOnNodes(snapshot, policy, workloadId) ??
    'what it asks for is counted neither in devices nor in cores'
  );
};

const boundOf = (verdict: Verdict): RoomBound | undefined => {
  if (verdict._tag === 'OverLimit') {
    const { queueId, resource, limit, allocated } = verdict;
    if (resource === 'memoryMib') return undefined;
    return { queueId, unit: resource, left: limit - allocated, isGuarded: false };
  }
  if (verdict._tag !== 'NonPreemptibleOverQuota' || verdict.resource === 'memoryMib') {
    return undefined;
  }
  const { queueId, resource, quota, allocatedNonPreemptible: held } = verdict;
  return { queueId, unit: resource, left: quota - held, isGuarded: true };
};

/** What no run time of others ends. */
const notOfTime: Readonly<Partial<Record<Verdict['_tag'], string>>> = {
  QueueNotFound: 'somebody has to open its queue',
  AwaitingRelease: 'it is placed as soon as those who were evicted for it have left',
  NoMatchingNode: 'another node has to join, or other pods have to leave or come',
  LargerThanAnyNode: 'a larger node has to join',
  OverLimit: 'memory below a limit has to come free',
  OverNamedLimit: 'a limit of a named resource has to rise, or its holders have to go',
  NonPreemptibleOverQuota: 'memory below a quota has to come free',
  WithheldFromLending: 'siblings keep what is free from being lent',
  NoDomainFits: 'one domain has to have room for all of it at once',
};

const endlessReason = ({ grounds }: Band): string =>
  grounds.by.none > 0
    ? 'too little is known of how long those who hold the room will run'
    : 'others come first for as long as things were played on';

const unknownCause = (why: string, made?: Band): Cause =>
  cause(
    `When is not known: ${why}.`,
    made === undefined ? [] : groundCauses(made),
    made === undefined ? {} : { figures: { grounds: made.grounds } },
  );

const bandText = ({ p10Ms, p50Ms, p90Ms, courses }: Band): string => {
  const to = p90Ms === Infinity ? 'longer than is known' : spanText(p90Ms);
  const middle =
    p50Ms === Infinity
      ? 'at least as likely later than is known'
      : `as likely before as after ${spanText(p50Ms)}`;
  return (
    `It is estimated to have its devices in ${spanText(p10Ms)} to ${to}, ${middle}: ` +
    `eight of ten of ${countText(courses, 'course')} of things that were drawn lie between.`
  );
};

const figuresOf = (made: Band, nowMs: InstantMs): Readonly<Record<string, unknown>> => {
  const atMs = (inMs: number): number | undefined => (inMs === Infinity ? undefined : nowMs + inMs);
  const { p10Ms, p50Ms, p90Ms, ...rest } = made;
  return { p10AtMs: atMs(p10Ms), p50AtMs: atMs(p50Ms), p90AtMs: atMs(p90Ms), ...rest };
};

const groundCauses = ({ grounds, waiters, streams, oneOf }: Band): readonly Cause[] => {
  const line = waiters === 0 ? 'nobody else waits' : `${countText(waiters, 'other')} wait`;
  const comers =
    streams === 0
      ? 'nobody new comes'
      : `work keeps coming to ${countText(streams, 'queue')} as it came lately`;
  const part = oneOf === 1 ? '' : ` It was played on one of each ${oneOf} nodes and waiters.`;
  return [
    cause(groundsText(grounds), [], { figures: { ...grounds } }),
    cause(
      `Assumed: ${line}, ${comers}; nobody is evicted, no node comes or goes, and no limit changes.${part}`,
      [],
      { figures: { waiters, streams, oneOf } },
    ),
  ];
};

const groundWords = {
  alike: 'by what ended in their queue with as many GPUs',
  size: 'by what ended in the pool with as many GPUs',
  queue: 'by what ended in their queue',
  pool: 'by what ended in the pool',
  declared: 'by the longest run time that they declared',
  none: 'not at all, so that they never end',
} as const satisfies Readonly<Record<RunGround, string>>;

const groundsText = ({ holders, by, fewestRuns }: Grounds): string => {
  const told = runGrounds
    .filter((ground) => by[ground] > 0)
    .map((ground) => `${by[ground]} ${groundWords[ground]}`)
    .join(', ');
  const sample =
    fewestRuns === 0
      ? ''
      : `; each from at least ${countText(fewestRuns, 'run')} that lasted longer than it has so far`;
  return `Of ${countText(holders, 'workload')} that hold such room the rest of the run was judged: ${told}${sample}.`;
};
