import fc from 'fast-check';
import { type AnyState, deciders } from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { expiryProcess, type ExpiryState } from '../../../domain/processes/expiry.ts';
import type { Workload, WorkloadCommand } from '../../../domain/workload/index.ts';
import { placementsFrom, submissionFrom, workloadCommandFrom } from '../../arbitraries/workload.ts';

/** Workloads, the process that watches their deadlines, and a clock. */
export interface TimedPlay {
  readonly facts: BerthRecorded[];
  readonly expiry: ExpiryState;
  readonly clock: { nowMs: number };
  readonly stateOf: (id: string) => Workload;
  /** Decides a command now; answers the types of its facts. */
  readonly send: (id: string, command: WorkloadCommand) => readonly string[];
}

/** Begins with nothing, at 0. */
export const timedPlay = (): TimedPlay => {
  const states = new Map<string, AnyState>();
  const facts: BerthRecorded[] = [];
  const expiry = expiryProcess.initial();
  const clock = { nowMs: 0 };
  const { workload } = deciders;
  const stateOf = (id: string) => (states.get(id) ?? workload.initial) as Workload;
  const send = (id: string, command: WorkloadCommand): readonly string[] => {
    const decided = workload.decide(command, stateOf(id));
    if (isLeft(decided)) return [];
    for (const event of decided.right) {
      states.set(id, workload.evolve(stateOf(id), event));
      const envelope = { revision: facts.length + 1, subject: { kind: 'workload', id } };
      const fact = { ...envelope, atMs: clock.nowMs, ...event } as BerthRecorded;
      facts.push(fact);
      expiryProcess.react(expiry, fact);
    }
    return decided.right.map(({ type }) => type);
  };
  return { facts, expiry, clock, stateOf, send };
};

const ids = ['w-1', 'w-2', 'w-3'];
const basis = { revision: 1, kernel: '0.1.0', policy: 'default-1' };

/** Submissions most of which are limited in some way. */
const limitedFrom = fc
  .record({
    asked: submissionFrom,
    backoffLimit: fc.nat({ max: 3 }),
    timeToLiveMs: fc.option(fc.nat({ max: 100_000 }), { nil: undefined }),
    timeLimitMs: fc.integer({ min: 1, max: 100_000 }),
  })
  .map(({ asked, timeToLiveMs, timeLimitMs, ...more }): WorkloadCommand => ({
    ...asked,
    ...more,
    ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }),
    ...(asked.workloadType === 'inference' ? {} : { timeLimitMs }),
  }));

/** What moves a workload on in its life. */
const onwardFrom = (state: Workload): fc.Arbitrary<WorkloadCommand> => {
  const attempt = 'attempt' in state ? state.attempt : 1;
  const seen = (...words: readonly ('Started' | 'Completed' | 'PodsGone' | 'Recovered')[]) =>
    fc.constantFrom(...words).map((word) => ({ type: `ObserveWorkload${word}` as const, attempt }));
  const failed = fc.constant({ type: 'ObserveWorkloadFailed' as const, attempt, reason: 'Error' });
  switch (state.phase) {
    case 'Absent':
      return limitedFrom;
    case 'Pending':
      return placementsFrom(state.subGroups).map((placements) => {
        return { type: 'AllocateWorkload', attempt, placements, basis };
      });
    case 'Initializing':
      return fc.oneof(seen('Started'), seen('Started'), failed);
    case 'Running':
    case 'Degraded':
      return fc.oneof(seen('Completed', 'Recovered'), failed, workloadCommandFrom(state));
    case 'Terminating':
    case 'Stopping':
    case 'Deleting':
      return seen('PodsGone');
    case 'Creating':
    case 'Resuming':
      return fc.constant({ type: 'EnqueueWorkload', queueId: 'p-1' });
    case 'Stopped':
      return fc.constant({ type: 'ResumeWorkload' });
    case 'Completed':
    case 'Failed':
    case 'Deleted':
      return workloadCommandFrom(state);
  }
};

/** Plays some steps of three workloads; time passes between them, and `look` is asked after each. */
export const playFor = (
  play: TimedPlay,
  draw: fc.GeneratorValue,
  look: (play: TimedPlay) => void,
): void => {
  const steps = draw(fc.integer, { min: 5, max: 50 });
  for (let step = 0; step < steps; step += 1) {
    play.clock.nowMs += draw(() => fc.constantFrom(0, 1, 1000, 20_000, 90_000));
    const id = draw(() => fc.constantFrom(...ids));
    const state = play.stateOf(id);
    const command = draw(() =>
      fc.oneof(
        { weight: 4, arbitrary: onwardFrom(state) },
        { weight: 1, arbitrary: workloadCommandFrom(state) },
      ),
    );
    play.send(id, command);
    look(play);
  }
};
