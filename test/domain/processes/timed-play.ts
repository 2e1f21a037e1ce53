import fc from 'fast-check';
import { type AnyState, deciders } from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { expiryProcess, type ExpiryState } from '../../../domain/processes/expiry.ts';
import type { Workload, WorkloadCommand } from '../../../domain/workload/index.ts';
import { workloadCommandFrom } from '../../arbitraries/workload.ts';
import { onwardFrom } from '../../arbitraries/workload-onward.ts';

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
