import { describe, expect, test } from 'vitest';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import {
  allocated,
  basis,
  completed,
  evicted,
  given,
  placements,
  preempted,
  queued,
  started,
  submitted,
  untilRunning,
} from './history.ts';

const queueId = 'vision@default';
/** A service of two pods that may have none and up to five. */
const scalable = submitted({ workloadType: 'inference', replicas: { min: 0, max: 5 } });
const pending = [scalable, queued()];
const running = [...pending, allocated(), started()];
const scale = (replicas: number, more: { readonly queueId?: string } = {}): WorkloadCommand => ({
  type: 'ScaleWorkload',
  replicas,
  ...more,
});
const scaled = (replicas: number): WorkloadEvent => ({
  type: 'WorkloadScaled',
  data: { replicas },
});
const toNothing: WorkloadEvent = {
  type: 'WorkloadStopRequested',
  data: { reason: 'scaled to 0 replicas' },
};
const stopped: WorkloadEvent = { type: 'WorkloadStopped', data: {} };
const atNothing = [...running, scaled(0), toNothing, stopped];
const podsOf = (...facts: readonly WorkloadEvent[]): number | undefined => {
  const { state } = given(...facts);
  return 'projectId' in state ? state.subGroups[0]?.pods : undefined;
};

describe('workload › when another number of replicas is asked for', () => {
  test('asks for it at once while it waits, and is judged anew', () => {
    for (const history of [[scalable], pending]) {
      given(...history)
        .when(scale(4))
        .then(scaled(4));
      expect(podsOf(...history, scaled(4))).toBe(4);
    }
    const told: WorkloadEvent = {
      type: 'WorkloadDeferred',
      data: { verdict: { _tag: 'AwaitingRelease', pods: 2, devices: 2 }, basis },
    };
    const held: WorkloadEvent = {
      type: 'WorkloadNominated',
      data: { attempt: 1, placements, basis },
    };
    expect(given(...pending, held, told, scaled(4)).state).toMatchObject({
      phase: 'Pending',
      verdict: undefined,
      nomination: undefined,
    });
  });

  test('asks for more beside what it has; one that is on its way out asks for it when it queues again', () => {
    given(...running)
      .when(scale(4))
      .then(scaled(4));
    expect(podsOf(...running, scaled(4))).toBe(4);
    expect(podsOf(...running, scaled(4), preempted, evicted)).toBe(4);
    expect(podsOf(...running, preempted, scaled(4))).toBe(2);
    expect(podsOf(...running, preempted, scaled(4), evicted)).toBe(4);
  });

  test('lets the pods with the highest numbers go that are not asked for any more', () => {
    const pods = [{ subGroup: 'main', pod: 1 }];
    const shrunk: WorkloadEvent = { type: 'WorkloadShrunk', data: { attempt: 1, pods } };
    given(...running)
      .when(scale(1))
      .then(scaled(1), shrunk);
    const shrinking = [...running, scaled(1), shrunk];
    const { state } = given(...shrinking);
    expect(state).toMatchObject({
      placements: [placements[0]],
      moves: { leaving: [placements[1]] },
    });
    given(...shrinking)
      .when({ type: 'ObserveWorkloadPodsReleased', attempt: 1, pods })
      .then({ type: 'WorkloadPodsReleased', data: { attempt: 1, pods } });
  });

  test('says nothing when that number was asked for already', () => {
    given(...running)
      .when(scale(2))
      .thenNothing();
    given(...running, scaled(4))
      .when(scale(4))
      .thenNothing();
    given(...running, scaled(4))
      .when(scale(2))
      .then(scaled(2));
  });

  test('is refused outside its bounds, with the numbers', () => {
    for (const asked of [-1, 6, 1.5, Number.NaN]) {
      given(...running)
        .when(scale(asked))
        .then({ _tag: 'ReplicasOutOfRange', asked, min: 0, max: 5 });
    }
  });

  test('is refused for all but services that were submitted with replicas, and for those that have ended', () => {
    given().when(scale(1)).then({ _tag: 'WorkloadNotFound' });
    given(...untilRunning)
      .when(scale(1))
      .then({ _tag: 'NotScalable', phase: 'Running', workloadType: 'training' });
    given(submitted({ workloadType: 'inference' }))
      .when(scale(1))
      .then({ _tag: 'NotScalable', phase: 'Creating', workloadType: 'inference' });
    given(...running, completed)
      .when(scale(1))
      .then({ _tag: 'NotScalable', phase: 'Completed', workloadType: undefined });
  });
});

describe('workload › when it is scaled to nothing', () => {
  test('lets its pods go as a stop does, at once where it has none', () => {
    given(...running)
      .when(scale(0))
      .then(scaled(0), toNothing);
    given(...pending)
      .when(scale(0))
      .then(scaled(0), toNothing, stopped);
  });

  test('waits for its pods to go before it is scaled up again', () => {
    const leaving = [...running, scaled(0), toNothing];
    given(...leaving)
      .when(scale(0))
      .thenNothing();
    given(...leaving)
      .when(scale(3))
      .then({ _tag: 'NotScalable', phase: 'Stopping', workloadType: 'inference' });
    given(...leaving)
      .when({ type: 'ObserveWorkloadPodsGone', attempt: 1 })
      .then(stopped);
  });

  test('comes back with the next number above 0, into its queue where that is open', () => {
    const resumed: WorkloadEvent = { type: 'WorkloadResumed', data: { attempt: 2 } };
    given(...atNothing)
      .when(scale(3, { queueId }))
      .then(scaled(3), resumed, queued(2));
    given(...atNothing)
      .when(scale(2))
      .then(scaled(2), resumed);
    expect(podsOf(...atNothing, scaled(3), resumed, queued(2))).toBe(3);
  });

  test('gets back what it had when it is resumed', () => {
    const resumed: WorkloadEvent = { type: 'WorkloadResumed', data: { attempt: 2 } };
    given(...atNothing)
      .when({ type: 'ResumeWorkload' })
      .then(scaled(2), resumed);
  });
});
