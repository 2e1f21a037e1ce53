import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, transition } from 'xstate';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { bodyOf, decode } from '../../domain/catalogue/decode.ts';
import type { Decider } from '../../domain/foundation/decider.ts';
import {
  type Envelope,
  type EventOf,
  type Fact,
  soleTenant,
  systemActor,
} from '../../domain/foundation/event.ts';
import { isLeft, right } from '../../domain/foundation/fp.ts';
import type { SubjectKind } from '../../domain/foundation/ids.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { Lifecycle } from '../../domain/foundation/lifecycle.ts';
import { eventFrom } from '../arbitraries/from-schema.ts';

interface Typed {
  readonly type: string;
}
interface Phased {
  readonly phase: string;
}

/** An aggregate with all that the laws need to know about it. */
export interface AggregateUnderLaw<
  Command extends Typed,
  State extends Phased,
  Known extends Fact,
  Rejection,
> {
  readonly name: string;
  readonly subjectKind: SubjectKind;
  readonly decider: Decider<Command, State, EventOf<Known>, Rejection>;
  readonly machine: AnyStateMachine;
  readonly lifecycle: Lifecycle;
  readonly facts: readonly Known[];
  /** Commands that make sense in a state, some that do not, and stale ones. */
  readonly commands: (state: State) => fc.Arbitrary<Command>;
  /** Events of a type that fit a state, where its fold asks more of the data than the shape says. */
  readonly events?: (state: State, type: string) => fc.Arbitrary<EventOf<Known>> | undefined;
  /** Facts that no command of this aggregate makes, because others make them. */
  readonly madeElsewhere?: readonly string[];
  /** Commands whose repetition is a new fact by design; the engine tells a retry by its command id. */
  readonly isNewsAgain?: (command: Command) => boolean;
}

/** The longest walk, and the longest sequence of commands, that a law tries. */
const stepsMax = 24;

/**
 * Registers the laws that hold for every aggregate: machine, fold, decisions and encoding agree.
 *
 * @source style guide §8
 */
export const aggregateLaws = <
  Command extends Typed,
  State extends Phased,
  Known extends Fact,
  Rejection,
>(
  aggregate: AggregateUnderLaw<Command, State, Known, Rejection>,
): void => {
  describe(`${aggregate.name} › laws`, () => {
    machineLaws(aggregate);
    foldLaws(aggregate);
    decisionLaws(aggregate);
    encodingLaws(aggregate);
  });
};

const machineLaws = <Command extends Typed, State extends Phased, Known extends Fact, Rejection>(
  aggregate: AggregateUnderLaw<Command, State, Known, Rejection>,
): void => {
  const { machine, lifecycle, facts, decider } = aggregate;

  test('the machine speaks of exactly the facts that are declared', () => {
    expect([...machine.events].toSorted()).toEqual(facts.map((known) => known.type).toSorted());
    expect(lifecycle.initial).toBe(decider.initial.phase);
  });

  test('∀ phase, type: the table answers what XState answers', () => {
    for (const phase of Object.keys(machine.states)) {
      const snapshot = machine.resolveState({ value: phase, context: {} });
      for (const type of machine.events) {
        const [next] = transition(machine, snapshot, { type });
        const isLegal = snapshot.can({ type });
        expect(lifecycle.after(phase, type), `${type} in ${phase}`).toBe(
          isLegal ? next.value : undefined,
        );
        expect(isLegal || next.value === phase, `${type} in ${phase}`).toBe(true);
      }
      expect(lifecycle.after(phase, 'NoSuchFact')).toBeUndefined();
    }
  });

  test('every phase is reached from the first', () => {
    const reached = new Set([lifecycle.initial]);
    for (const phase of reached) {
      for (const type of lifecycle.eventTypes) {
        const next = lifecycle.after(phase, type);
        if (next !== undefined) reached.add(next);
      }
    }
    expect([...reached].toSorted()).toEqual([...lifecycle.phases].toSorted());
  });
};

const foldLaws = <Command extends Typed, State extends Phased, Known extends Fact, Rejection>(
  aggregate: AggregateUnderLaw<Command, State, Known, Rejection>,
): void => {
  const { decider, lifecycle, machine, facts } = aggregate;
  const factOf = new Map(facts.map((known) => [known.type as string, known]));
  const eventOf = rememberedByState((state: State, type): fc.Arbitrary<EventOf<Known>> => {
    const fitting = aggregate.events?.(state, type);
    const known = factOf.get(type);
    if (known === undefined) throw new Error(`${type} is not declared`);
    return fitting ?? eventFrom(known);
  });

  test('∀ walk of the machine: the fold ends each step in its phase, and refuses what is illegal', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        let state = decider.initial;
        let snapshot = machine.resolveState({ value: lifecycle.initial, context: {} });
        for (let step = 0; step < stepsMax; step += 1) {
          const legal = lifecycle.eventTypes.filter((type) => snapshot.can({ type }));
          refusesIllegal(state, legal);
          if (legal.length === 0) return;
          const type = draw(fc.constantFrom, ...legal);
          const event = draw(eventOf(frozen(state), type));
          state = decider.evolve(state, frozen(event));
          snapshot = transition(machine, snapshot, { type })[0];
          expect(state.phase).toBe(snapshot.value);
        }
      }),
      { numRuns: 150 },
    );
  });

  const samples = new Map(
    facts.map((known) => [known.type as string, fc.sample(eventFrom(known), 1)[0]]),
  );
  const refusesIllegal = (state: State, legal: readonly string[]): void => {
    for (const type of lifecycle.eventTypes) {
      const event = samples.get(type);
      if (legal.includes(type) || event === undefined) continue;
      expect(() => decider.evolve(state, event), `${type} in ${state.phase}`).toThrow(
        InvariantViolation,
      );
    }
  };
};

const decisionLaws = <Command extends Typed, State extends Phased, Known extends Fact, Rejection>(
  aggregate: AggregateUnderLaw<Command, State, Known, Rejection>,
): void => {
  const { decider, lifecycle, facts, commands } = aggregate;
  const shapeOf = new Map(facts.map((known) => [known.type as string, known.shape]));

  const commandFor = rememberedByState(commands);

  /** Plays commands drawn one by one, each for the state that the ones before it left. */
  const play = (
    draw: fc.GeneratorValue,
    look: (command: Command, before: State, made: readonly EventOf<Known>[]) => void,
  ): State => {
    let state = frozen(decider.initial);
    const steps = draw(fc.integer, { min: 1, max: stepsMax });
    for (let step = 0; step < steps; step += 1) {
      const command = frozen(draw(commandFor(state)));
      const decided = decider.decide(command, state);
      if (isLeft(decided)) continue;
      look(command, state, decided.right);
      state = frozen(decided.right.reduce(decider.evolve, state));
    }
    return state;
  };

  test('∀ commands: what is accepted is legal and fits the stored shape', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        play(draw, (_command, before, made) => {
          let { phase } = before;
          for (const event of made) {
            const next = lifecycle.after(phase, event.type);
            expect(next, `${event.type} in ${phase}`).toBeDefined();
            phase = next ?? phase;
            const shape = shapeOf.get(event.type);
            expect(shape !== undefined && Check(shape, event.data), `${event.type}`).toBe(true);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test('∀ commands: the same command again adds nothing', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        play(draw, (command, before, made) => {
          if (aggregate.isNewsAgain?.(command) === true) return;
          const after = made.reduce(decider.evolve, before);
          expect(decider.decide(command, after), `${command.type}`).toEqual(right([]));
        });
      }),
      { numRuns: 200 },
    );
  });

  test('∀ fact: some of the commands tried here make it, so that the laws speak of all', () => {
    const made = new Set<string>(aggregate.madeElsewhere);
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        if (made.size === lifecycle.eventTypes.length) return;
        play(draw, (_command, _before, events) => events.forEach((event) => made.add(event.type)));
      }),
      { numRuns: 5000, seed: 20_260_730 },
    );
    expect([...made].toSorted()).toEqual([...lifecycle.eventTypes].toSorted());
  });
};

const encodingLaws = <Command extends Typed, State extends Phased, Known extends Fact, Rejection>({
  facts,
  subjectKind,
}: AggregateUnderLaw<Command, State, Known, Rejection>): void => {
  test.each(facts.map((known) => [known.type, known] as const))(
    '∀ %s: encoding and decoding gives it back, and the same bytes again',
    (_type, known) => {
      fc.assert(
        fc.property(envelopeFrom(subjectKind), eventFrom(known), (envelope, event) => {
          const recorded = { ...envelope, schema: known.schema, ...event } as unknown;
          const body = bodyOf(recorded as BerthRecorded);
          const decoded = decode(envelope.revision, body);
          expect(decoded).toEqual(right(recorded));
          expect(isLeft(decoded) ? '' : bodyOf(decoded.right)).toBe(body);
        }),
        { numRuns: 30 },
      );
    },
  );
};

const wordFrom = fc.string({ unit: 'binary', maxLength: 10 });

/** Envelopes of every kind: defaults that are left out, hostile texts, and the largest numbers. */
export const envelopeFrom = (kind: SubjectKind): fc.Arbitrary<Envelope> =>
  fc
    .record({
      revision: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      id: fc.stringMatching(/^[a-z0-9][a-z0-9./:@-]{0,20}$/),
      subjectRevision: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      atMs: fc.maxSafeInteger(),
      origin: fc.constantFrom(
        'command' as const,
        'observation' as const,
        'decision' as const,
        'time' as const,
      ),
      commandId: wordFrom,
      index: fc.nat(),
      causationId: fc.option(wordFrom, { nil: undefined }),
      isOwnCorrelation: fc.boolean(),
      correlationId: wordFrom,
      actor: fc.oneof(fc.constant(systemActor), wordFrom),
      tenant: fc.oneof(fc.constant(soleTenant), wordFrom),
      epoch: fc.nat(),
      protected: fc.option(fc.base64String(), { nil: undefined }),
    })
    .map(({ id, isOwnCorrelation, ...rest }) => ({
      ...rest,
      schema: 1,
      subject: { kind, id },
      correlationId: isOwnCorrelation ? rest.commandId : rest.correlationId,
    }));

/**
 * Remembers by state what is drawn from, so that a draw can be shrunk: that takes the same arbitrary again.
 *
 * fast-check's own memory compares deeply with every draw before, which is quadratic.
 */
const rememberedByState = <State, Value>(
  make: (state: State, type: string) => fc.Arbitrary<Value>,
): ((state: State, type?: string) => () => fc.Arbitrary<Value>) => {
  const builders = new Map<string, () => fc.Arbitrary<Value>>();
  return (state, type = '') => {
    const key = `${type} ${JSON.stringify(state)}`;
    const known = builders.get(key);
    if (known !== undefined) return known;
    const made = make(state, type);
    const builder = () => made;
    builders.set(key, builder);
    return builder;
  };
};

/** Freezes a value to its depth, so that a decision or a fold that changes what it was given fails. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};
