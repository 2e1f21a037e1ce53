import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, fromPromise } from 'xstate';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { evolveWith, lifecycleOf } from '../../../domain/foundation/lifecycle.ts';

const door = createMachine({
  id: 'door',
  initial: 'Closed',
  states: {
    Closed: { on: { DoorOpened: 'Open', DoorLocked: 'Locked' } },
    Open: { on: { DoorClosed: 'Closed', DoorHeld: 'Open' } },
    Locked: { on: { DoorUnlocked: 'Closed' } },
    Gone: {},
  },
});

describe('lifecycle', () => {
  it('remembers what the machine answers for every phase and event', () => {
    const { initial, phases, eventTypes, after } = lifecycleOf(door);
    expect(initial).toBe('Closed');
    expect(phases).toEqual(['Closed', 'Open', 'Locked', 'Gone']);
    const legal = phases.flatMap((phase) =>
      eventTypes.flatMap((type) => {
        const next = after(phase, type);
        return next === undefined ? [] : [`${phase} ${type} ${next}`];
      }),
    );
    expect(legal).toEqual([
      'Closed DoorOpened Open',
      'Closed DoorLocked Locked',
      'Open DoorClosed Closed',
      'Open DoorHeld Open',
      'Locked DoorUnlocked Closed',
    ]);
  });

  it('knows nothing of phases and events that the machine does not have', () => {
    const { after } = lifecycleOf(door);
    expect(after('Ajar', 'DoorOpened')).toBeUndefined();
    expect(after('Closed', 'WindowOpened')).toBeUndefined();
    expect(after('constructor', 'toString')).toBeUndefined();
  });

  const act = (): void => undefined;
  const wait = fromPromise(() => Promise.resolve());
  const bent: readonly (readonly [string, AnyStateMachine])[] = [
    ['an entry', createMachine({ initial: 'A', states: { A: { entry: act } } })],
    ['an exit', createMachine({ initial: 'A', states: { A: { exit: act } } })],
    ['an invocation', createMachine({ initial: 'A', states: { A: { invoke: { src: wait } } } })],
    ['a timer', createMachine({ initial: 'A', states: { A: { after: { 9: 'B' } }, B: {} } })],
    ['an eventless step', createMachine({ initial: 'A', states: { A: { always: 'B' }, B: {} } })],
    [
      'phases inside phases',
      createMachine({ initial: 'A', states: { A: { initial: 'B', states: { B: {} } } } }),
    ],
    ['parallel phases', createMachine({ type: 'parallel', states: { A: {}, B: {} } })],
    [
      'a guard',
      createMachine({
        initial: 'A',
        states: { A: { on: { E: { target: 'B', guard: () => true } } }, B: {} },
      }),
    ],
    [
      'an action',
      createMachine({
        initial: 'A',
        states: { A: { on: { E: { target: 'B', actions: act } } }, B: {} },
      }),
    ],
    ['a context', createMachine({ context: { n: 1 }, initial: 'A', states: { A: {} } })],
  ];

  it.each(bent)('refuses a machine with %s', (_, machine) => {
    expect(() => lifecycleOf(machine)).toThrow(InvariantViolation);
  });
});

describe('evolveWith', () => {
  interface Door {
    readonly phase: string;
    readonly openings: number;
  }
  const fold = (state: Door, event: { readonly type: string }): Door => {
    if (event.type !== 'DoorOpened') return { ...state, phase: 'Closed' };
    return { phase: 'Open', openings: state.openings + 1 };
  };
  const evolve = evolveWith(lifecycleOf(door), fold);
  const closed: Door = { phase: 'Closed', openings: 0 };

  it('folds what the machine allows', () => {
    expect(evolve(closed, { type: 'DoorOpened' })).toEqual({ phase: 'Open', openings: 1 });
  });

  it('is a defect for an event that is illegal in the phase', () => {
    expect(() => evolve(closed, { type: 'DoorUnlocked' })).toThrow(/illegal in phase Closed/);
  });

  it('is a defect for a fold that disagrees with the machine', () => {
    expect(() => evolve(closed, { type: 'DoorLocked' })).toThrow(/its machine says Locked/);
  });
});
