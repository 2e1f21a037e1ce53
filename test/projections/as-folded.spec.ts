import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stageOf } from '../../domain/allocation/index.ts';
import { deciders } from '../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';
import { occupiedBy, placementsOf, type Workload } from '../../domain/workload/index.ts';
import { capacity } from '../../projections/capacity/index.ts';
import { nodeList } from '../../projections/node-list/index.ts';
import { queueBoard } from '../../projections/queue-board/index.ts';
import { reportOf, simReport } from '../../projections/sim-report/index.ts';
import { workloadHistory } from '../../projections/workload-history/index.ts';
import { workloadList } from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { viewAfter } from './told.ts';

type Live = Extract<Workload, { readonly projectId: string }>;

/** Every workload as its own rules fold it. */
const statesOf = (log: readonly BerthRecorded[]): ReadonlyMap<string, Workload> => {
  const states = new Map<string, Workload>();
  const { workload } = deciders;
  for (const fact of log) {
    if (fact.subject.kind !== 'workload') continue;
    const { id } = fact.subject;
    states.set(id, workload.evolve(states.get(id) ?? workload.initial, fact) as Workload);
  }
  return states;
};

const liveOf = (log: readonly BerthRecorded[]): readonly (readonly [string, Live])[] =>
  [...statesOf(log)].flatMap(([id, state]) => ('projectId' in state ? [[id, state] as const] : []));

const gpuMilliOf = ({ subGroups }: Live): number =>
  subGroups.reduce(
    (sum, { pods, request }) => sum + pods * request.gpuDevices * request.gpuMilli,
    0,
  );

/** The pods of a workload that are there, those that leave included. */
const thereOf = (state: Live): readonly PodPlacement[] => occupiedBy(state) ?? [];

const keysOf = (pods: readonly PodName[]): readonly string[] =>
  pods.map(({ subGroup, pod }) => `${subGroup}/${pod}`).toSorted();

const heldMilliOf = (pods: readonly PodPlacement[]): number =>
  pods.reduce((sum, { devices, gpuMilli }) => sum + devices.length * gpuMilli, 0);

const placesIn = (
  pods: readonly { readonly pod: number; readonly devices: readonly number[] }[],
): readonly string[] => pods.map(({ pod, devices }) => `${pod}#${devices.join(',')}`).toSorted();

const holding: ReadonlySet<string> = new Set(['Initializing', 'Running', 'Degraded']);

/** Tries a law on many logs; most of them have workloads that were scaled, failed or ran out of time. */
const forAllLogs = (law: (log: readonly BerthRecorded[]) => void): void => {
  fc.assert(
    fc.property(logFrom(), (log) => {
      law(log);
    }),
    { numRuns: 60 },
  );
};

describe('projections › agree with the rules of a workload', () => {
  test('∀ log: the grid has each where it is, asking for what it asks for', () => {
    forAllLogs((log) => {
      const { rows } = viewAfter(workloadList, log);
      for (const [id, state] of statesOf(log)) expect(rows.get(id)?.phase).toBe(state.phase);
      for (const [id, state] of liveOf(log)) {
        const row = rows.get(id);
        expect(row?.subGroups).toEqual(state.subGroups);
        expect(row?.requestedGpuMilli).toBe(gpuMilliOf(state));
        expect(row?.failures).toBe(state.terms?.failures ?? 0);
        expect(row && keysOf(row.placements)).toEqual(keysOf(thereOf(state)));
        const { replicas, desired } = state.terms ?? {};
        const pods = state.subGroups[0]?.pods;
        expect(row?.replicas).toEqual(
          replicas === undefined ? undefined : { ...replicas, desired: desired ?? pods },
        );
      }
    });
  });

  test('∀ log: the kernel sees each ask for what it asks for, with the pods that it has', () => {
    forAllLogs((all) => {
      // Places are held by the kernel's figures, which these histories were not made with.
      const log = all.filter(({ type }) => type !== 'WorkloadNominated');
      const view = viewAfter(capacity, log);
      const live = liveOf(log);
      for (const [id, state] of live) {
        const seen = view.workloads.get(id);
        const pods = state.subGroups.reduce((sum, group) => sum + group.pods, 0);
        const held = placementsOf(state)?.length ?? 0;
        const isShrinking = held > pods || ('moves' in state && state.moves !== undefined);
        // Of one that shrinks, those that are to leave are pods of it until they have gone.
        if (!isShrinking) expect(seen?.build.amounts.gpuMilli).toBe(gpuMilliOf(state));
        else expect(seen?.build.pods).toBeGreaterThanOrEqual(pods);
        expect(seen && placesIn(seen.bound)).toEqual(
          holding.has(state.phase) ? placesIn(placementsOf(state) ?? []) : [],
        );
        const isHeld = placementsOf(state) !== undefined;
        if (state.phase === 'Pending')
          expect(['waiting', 'nominated']).toContain(seen && stageOf(seen));
        else
          expect(seen && stageOf(seen)).toBe(
            isHeld ? (holding.has(state.phase) ? 'bound' : 'leaving') : 'idle',
          );
      }
      for (const id of view.kept.keys()) expect(view.workloads.has(id), id).toBe(true);
    });
  });

  test('∀ log: the board counts for each queue what its workloads hold and ask for', () => {
    forAllLogs((log) => {
      const { sums } = viewAfter(queueBoard, log);
      const expected = new Map<string, { requested: number; allocated: number }>();
      for (const [, state] of liveOf(log)) {
        if (!('queueId' in state) || state.phase === 'Terminating') continue;
        const sum = expected.get(state.queueId) ?? { requested: 0, allocated: 0 };
        sum.requested += gpuMilliOf(state);
        if (holding.has(state.phase)) sum.allocated += heldMilliOf(placementsOf(state) ?? []);
        expected.set(state.queueId, sum);
      }
      for (const [queueId, { requested, allocated }] of sums) {
        expect({ requested: requested.gpuMilli, allocated: allocated.gpuMilli }).toEqual(
          expected.get(queueId) ?? { requested: 0, allocated: 0 },
        );
      }
    });
  });

  test('∀ log: nodes hold the pods of those that hold pods, and the report counts what they hold', () => {
    forAllLogs((log) => {
      const { workloads } = viewAfter(nodeList, log);
      const tally = viewAfter(simReport, log);
      for (const [id, state] of liveOf(log)) {
        const isHeld = placementsOf(state) !== undefined;
        const pods = workloads.get(id)?.pods ?? [];
        if (!isHeld) expect(pods).toEqual([]);
        else expect(keysOf(thereOf(state))).toEqual(expect.arrayContaining([...keysOf(pods)]));
        const told = tally.workloads.get(id);
        expect(told?.stage).toBe(
          isHeld ? 'holding' : state.phase === 'Pending' ? 'pending' : 'idle',
        );
        expect(told?.gpuMilli).toBe(heldMilliOf(thereOf(state)));
      }
      const retries = log.filter(({ type }) => type === 'WorkloadRetryScheduled');
      expect(reportOf(tally).retries).toBe(retries.length);
    });
  });

  test('∀ log: a history ends in the phase that the workload is in', () => {
    forAllLogs((log) => {
      for (const [id, state] of statesOf(log)) {
        const own = log.filter(({ subject }) => subject.kind === 'workload' && subject.id === id);
        expect(viewAfter(workloadHistory, own).phase).toBe(state.phase);
      }
    });
  });
});
