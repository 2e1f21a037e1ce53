import type { Revision } from '../../domain/foundation/event.ts';
import { createPrintTable } from './print-table.ts';

/** A fact as far as uniqueness looks at it. */
export interface CommandFact {
  readonly revision: Revision;
  readonly commandId: string;
  /** The place of the fact among the facts of its command. */
  readonly index: number;
}

/** A command that made facts twice: the later revision with the one where the command began. */
export interface CommandRepeated {
  readonly _tag: 'CommandRepeated';
  readonly revision: Revision;
  readonly firstRevision: Revision;
  readonly commandId: string;
  /** Whether even the id of the event occurs twice, or only the command made a second batch. */
  readonly isSameEvent: boolean;
}

/** The command that made a fact, read from the fact itself. */
export type CommandAt = (revision: Revision) => Promise<string>;

/** Where one command began. */
interface Run {
  readonly commandId: string;
  readonly firstRevision: Revision;
  readonly index: number;
}

/**
 * Watches facts in log order for a command that made two batches, or two facts with one id.
 *
 * The facts of a command stand side by side, numbered upward. A command seen before is found by a 32-bit fingerprint;
 * `commandAt` reads the candidate's own words, which decide.
 * @cost about 0.1 µs a fact and 24 to 48 bytes a command
 */
export const createCommandWatch = (commandAt: CommandAt) => {
  const seen = createPrintTable();
  let run: Run | undefined;
  return (
    fact: CommandFact,
  ): CommandRepeated | undefined | Promise<CommandRepeated | undefined> => {
    const { revision, commandId, index } = fact;
    const before = run;
    if (before !== undefined && before.commandId === commandId) {
      run = { ...before, index };
      const { firstRevision } = before;
      return index > before.index
        ? undefined
        : repeated(fact, { firstRevision, isSameEvent: true });
    }
    run = { commandId, firstRevision: revision, index };
    const candidates = seen.add(printOf(commandId), revision);
    return candidates.length === 0 ? undefined : judge(fact, candidates, commandAt);
  };
};

/** A fingerprint names candidates; their commands decide. */
const judge = async (
  fact: CommandFact,
  candidates: readonly Revision[],
  commandAt: CommandAt,
): Promise<CommandRepeated | undefined> => {
  for (const firstRevision of candidates) {
    if ((await commandAt(firstRevision)) === fact.commandId) {
      return repeated(fact, { firstRevision, isSameEvent: fact.index === 0 });
    }
  }
  return undefined;
};

const repeated = (
  { revision, commandId }: CommandFact,
  found: Pick<CommandRepeated, 'firstRevision' | 'isSameEvent'>,
): CommandRepeated => ({ _tag: 'CommandRepeated', revision, commandId, ...found });

/** FNV-1a, then mixed. */
const printOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
