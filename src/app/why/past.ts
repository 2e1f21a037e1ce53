import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { decode } from '../../../domain/catalogue/decode.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../brain.ts';
import type { ReadFault } from '../read.ts';

/** What a why is answered from: everything as it stood at one revision, and the facts up to there. */
export interface Past {
  /** The caller's own: it is planned on. */
  readonly brain: Brain;
  readonly revision: Revision;
  readonly asOfMs: InstantMs;
  readonly factsOf: (subject: string) => Promise<Either<ReadFault, readonly BerthRecorded[]>>;
  readonly factsOfCommand: (
    commandId: string,
  ) => Promise<Either<ReadFault, readonly BerthRecorded[]>>;
  /** The brain as it stood at an earlier revision; one's own. */
  readonly brainAt: (revision: Revision) => Promise<Either<ReadFault, Brain>>;
}

/** How a log is read for it. */
type PastLog = Pick<EventLog, 'read' | 'findCommand'>;

/** The facts that one command made; they stand side by side. */
export const factsOfCommandIn =
  (log: PastLog): Past['factsOfCommand'] =>
  async (commandId) => {
    const revisions = await log.findCommand(commandId)();
    if (isLeft(revisions)) return left(revisions.left);
    const [first, last] = [revisions.right[0], revisions.right.at(-1)];
    if (first === undefined || last === undefined) return right([]);
    const page = await log.read(first - 1, last - first + 1)();
    if (isLeft(page)) return left(page.left);
    const facts: BerthRecorded[] = [];
    for (const { revision, body } of page.right) {
      const fact = decode(revision, body);
      if (isLeft(fact)) return left(fact.left);
      if (fact.right.commandId === commandId) facts.push(fact.right);
    }
    return right(facts);
  };
