import fc from 'fast-check';
import { deciders } from '../../domain/catalogue/aggregates.ts';
import { type BerthEvent, type BerthRecorded, factByType } from '../../domain/catalogue/events.ts';
import type { Origin } from '../../domain/foundation/event.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { SubjectKind } from '../../domain/foundation/ids.ts';
import { nodeMove } from './log-nodes.ts';
import { prologue, unitMove } from './log-units.ts';
import { workloadMove } from './log-workloads.ts';
import type { World } from './log-world.ts';

/**
 * Histories that could have happened: every fact legal in its subject's phase, placements on nodes that answer and
 * devices that are free, revisions and subject revisions without gaps, time that never runs back.
 *
 * @shape begins with a small organisation of two departments, three projects, two pools and three nodes
 */
export const logFrom = (drawsMax = 900): fc.Arbitrary<readonly BerthRecorded[]> =>
  fc
    .noBias(
      fc.integer({ min: 0, max: drawsMax }).chain((draws) =>
        fc.array(fc.nat({ max: 0x7fff_ffff }), {
          minLength: draws,
          maxLength: draws,
          size: 'max',
        }),
      ),
    )
    .map(walk);

const walk = (tape: readonly number[]): readonly BerthRecorded[] => {
  const log: BerthRecorded[] = [];
  const world = worldOf(tape, log);
  prologue(world);
  while (!world.isOver()) {
    const move = world.draw(12);
    if (move === 0) unitMove(world);
    else if (move === 1) nodeMove(world);
    else workloadMove(world);
  }
  return log;
};

const worldOf = (tape: readonly number[], log: BerthRecorded[]): World => {
  const states = new Map<string, { readonly phase: string }>();
  const counts = new Map<string, number>();
  const clock = { place: 0, atMs: 1_700_000_000_000 };
  const draw = (below: number): number => {
    const value = tape[clock.place] ?? 0;
    clock.place += 1;
    return value % below;
  };
  const stateOf = (kind: SubjectKind, id: string) =>
    states.get(`${kind}/${id}`) ?? deciders[kind].initial;
  return {
    draw,
    pick: (things) => {
      const thing = things[draw(Math.max(1, things.length))];
      invariant(thing !== undefined, 'there is nothing to pick from');
      return thing;
    },
    isOver: () => clock.place >= tape.length,
    stateOf,
    phaseOf: (kind, id) => stateOf(kind, id).phase,
    idsOf: (kind) =>
      [...states.keys()]
        .filter((key) => key.startsWith(`${kind}/`))
        .map((key) => key.slice(kind.length + 1)),
    tell: (kind, id, event) => {
      const key = `${kind}/${id}`;
      states.set(key, deciders[kind].evolve(stateOf(kind, id), event));
      counts.set(key, (counts.get(key) ?? 0) + 1);
      clock.atMs += [0, 0, 1, 1000, 61_000, 7_200_000][draw(6)] ?? 0;
      const subjectRevision = counts.get(key) ?? 1;
      log.push(
        recorded({ event, revision: log.length + 1, subjectRevision, atMs: clock.atMs, kind, id }),
      );
    },
  };
};

interface Told {
  readonly event: BerthEvent;
  readonly kind: SubjectKind;
  readonly id: string;
  readonly revision: number;
  readonly subjectRevision: number;
  readonly atMs: number;
}

const actors = ['ana', 'bo', 'cy'] as const;

const recorded = ({ event, kind, id, revision, subjectRevision, atMs }: Told): BerthRecorded => {
  const origin = originOf(event);
  const envelope = {
    revision,
    schema: factByType.get(event.type)?.schema ?? 1,
    subject: { kind, id },
    subjectRevision,
    atMs,
    origin,
    commandId: `c-${revision}`,
    index: 0,
    causationId: origin === 'decision' ? `c-${revision - 1}` : undefined,
    correlationId: `c-${revision}`,
    actor: origin === 'command' ? (actors[revision % actors.length] ?? 'ana') : 'berth',
    tenant: 'default',
    epoch: 1,
    protected: undefined,
  };
  return { ...envelope, ...event } as BerthRecorded;
};

const decisions: ReadonlySet<string> = new Set([
  'QueueOpened',
  'QueueEntitled',
  'QueueClosed',
  'WorkloadQueued',
  'WorkloadReassigned',
  'WorkloadDeferred',
  'WorkloadNominated',
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
]);
const observations =
  /^(NodeJoined|NodeLost|NodeReturned|NodeDevice.*|ClusterConnected|ClusterDisconnected|Workload(Started|Degraded|Recovered|Completed|Failed|RetryScheduled|Interrupted|PodsLost|PodsReleased|Evicted|Stopped|Deleted))$/;

const originOf = ({ type }: BerthEvent): Origin =>
  type === 'WorkloadTimeLimitReached'
    ? 'time'
    : decisions.has(type)
      ? 'decision'
      : observations.test(type)
        ? 'observation'
        : 'command';
