import {
  type AnyState,
  type BerthCommand,
  type BerthRejection,
  deciders,
} from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { soleTenant, systemActor } from '../../../domain/foundation/event.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Subject } from '../../../domain/foundation/ids.ts';
import { type Process, type ProcessCommand, processes } from '../../../domain/processes/index.ts';

/** The real deciders and processes around a list of facts: what a brain is without its loops. */
export interface Play {
  readonly facts: BerthRecorded[];
  /** What processes asked for and nobody has handled yet, oldest first. */
  readonly asked: ProcessCommand[];
  /** Refusals of what was sent from outside. */
  readonly refused: BerthRejection[];
  /** Refusals of what processes asked for: none of them is meant to be. */
  readonly misasked: BerthRejection[];
  /** Decides a command; processes see its facts, and what they ask for waits. */
  readonly send: (kind: Subject['kind'], id: string, command: BerthCommand) => void;
  /** Handles so many of the commands that wait. */
  readonly handle: (count: number) => void;
  /** Handles what processes asked for until they ask for nothing more. */
  readonly settle: () => void;
  readonly stateOf: (kind: Subject['kind'], id: string) => AnyState;
}

/** Facts of one subject as they would stand in a ledger. */
const recorded = (revision: number, subject: Subject, event: object): BerthRecorded =>
  ({
    revision,
    schema: 1,
    subject,
    subjectRevision: 1,
    atMs: 0,
    origin: 'command',
    commandId: `c-${revision}`,
    index: 0,
    causationId: undefined,
    correlationId: `c-${revision}`,
    actor: systemActor,
    tenant: soleTenant,
    epoch: 1,
    protected: undefined,
    ...event,
  }) as BerthRecorded;

/** Begins with nothing. */
export const play = (): Play => {
  const states = new Map<string, AnyState>();
  const running = processes.map((process) => ({ process, state: process.initial() }));
  const facts: BerthRecorded[] = [];
  const asked: ProcessCommand[] = [];
  const refused: BerthRejection[] = [];
  const misasked: BerthRejection[] = [];
  const stateOf = (kind: Subject['kind'], id: string): AnyState =>
    states.get(`${kind}/${id}`) ?? deciders[kind].initial;

  const decide = ({ kind, id }: Subject, command: BerthCommand): BerthRejection | undefined => {
    const decision = deciders[kind].decide(command, stateOf(kind, id));
    if (isLeft(decision)) return decision.left;
    for (const event of decision.right) {
      states.set(`${kind}/${id}`, deciders[kind].evolve(stateOf(kind, id), event));
      const fact = recorded(facts.length + 1, { kind, id }, event);
      facts.push(fact);
      for (const { process, state } of running) asked.push(...process.react(state, fact));
    }
    return undefined;
  };
  const send = (kind: Subject['kind'], id: string, command: BerthCommand): void => {
    const rejection = decide({ kind, id }, command);
    if (rejection !== undefined) refused.push(rejection);
  };
  const handle = (count: number): void => {
    for (const { subject, command } of asked.splice(0, count)) {
      const rejection = decide(subject, command);
      if (rejection !== undefined) misasked.push(rejection);
    }
  };
  const settle = (): void => {
    while (asked.length > 0) handle(1);
  };
  return { facts, asked, refused, misasked, send, handle, settle, stateOf };
};

/** The state of a process that has seen these facts, and all that it asked for. */
export const run = <State>(process: Process<State>, facts: readonly BerthRecorded[]) => {
  const state = process.initial();
  const asked = facts.flatMap((fact) => process.react(state, fact));
  return { state, asked };
};
