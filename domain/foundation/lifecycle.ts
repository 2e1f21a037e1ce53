import { type AnyStateMachine, getInitialSnapshot, getNextSnapshot } from 'xstate';
import { invariant } from './invariant.ts';

/**
 * The legal order of an aggregate's facts, remembered as a table.
 *
 * @shape `after(phase, type)` is the phase that follows, or `undefined` when the fact is illegal there.
 */
export interface Lifecycle {
  readonly initial: string;
  readonly phases: readonly string[];
  readonly eventTypes: readonly string[];
  readonly after: (phase: string, type: string) => string | undefined;
}

/**
 * Asks an XState machine once for every (phase, event type) and remembers the answers.
 *
 * The machine stays the one authority on legal order; the table is what makes folding a look-up:
 * raw `transition` folds 24,000–40,000 events/s, the table millions.
 * @throws InvariantViolation when the machine is not flat with `on` only.
 * @source reliability reference §4 (measured) · style guide §3
 */
export const lifecycleOf = (machine: AnyStateMachine): Lifecycle => {
  const phases = Object.keys(machine.states);
  const eventTypes = machine.events;
  assertFlat(machine, phases);
  const table = new Map<string, Step[]>();
  for (const type of eventTypes) table.set(type, []);
  for (const phase of phases)
    for (const [type, next] of rowOf(machine, phase, eventTypes))
      table.get(type)?.push({ phase, next });
  return {
    initial: String(getInitialSnapshot(machine).value),
    phases,
    eventTypes,
    after: (phase, type) => nextIn(table.get(type), phase),
  };
};

/** Where one type of fact leads from a phase. */
interface Step {
  readonly phase: string;
  readonly next: string;
}

/** A type is legal in a few phases: running through them is faster than a second look-up. */
const nextIn = (steps: readonly Step[] | undefined, phase: string): string | undefined => {
  if (steps === undefined) return undefined;
  for (const step of steps) if (step.phase === phase) return step.next;
  return undefined;
};

const rowOf = (machine: AnyStateMachine, phase: string, types: readonly string[]) => {
  const row = new Map<string, string>();
  const snapshot = machine.resolveState({ value: phase, context: {} });
  for (const type of types) {
    if (!snapshot.can({ type })) continue;
    row.set(type, String(getNextSnapshot(machine, snapshot, { type }).value));
  }
  return row;
};

const assertFlat = (machine: AnyStateMachine, phases: readonly string[]): void => {
  invariant(
    machine.root.type === 'compound' && machine.config.context === undefined,
    `machine ${machine.id} must have phases one after the other, and no context`,
  );
  for (const phase of phases) {
    const node = machine.states[phase];
    invariant(node !== undefined, `phase ${phase} is missing from its machine`);
    const isPlain =
      (node.type === 'atomic' || node.type === 'final') &&
      node.entry.length === 0 &&
      node.exit.length === 0 &&
      node.invoke.length === 0 &&
      (node.always ?? []).length === 0 &&
      node.after.length === 0;
    const steps = [...node.transitions.values()].flat();
    const isBare = steps.every(({ guard, actions }) => guard === undefined && actions.length === 0);
    invariant(
      isPlain && isBare,
      `phase ${phase} of ${machine.id} must be flat: no entry, exit, invoke, after, guard, action`,
    );
  }
};

/**
 * Joins the legal order with a fold: an illegal fact, or a fold that disagrees with the machine, is a defect.
 *
 * @throws InvariantViolation on an event that is illegal in the phase, or when `fold` ends in another phase
 * than the machine says.
 */
export const evolveWith =
  <State extends { readonly phase: string }, Event extends { readonly type: string }>(
    lifecycle: Lifecycle,
    fold: (state: State, event: Event) => State,
  ) =>
  (state: State, event: Event): State => {
    const expected = lifecycle.after(state.phase, event.type);
    if (expected === undefined) {
      invariant(false, `${event.type} is illegal in phase ${state.phase}`);
    }
    const next = fold(state, event);
    if (next.phase !== expected) {
      const folded = `${event.type} folds ${state.phase} into ${next.phase}`;
      invariant(false, `${folded}, its machine says ${expected}`);
    }
    return next;
  };
