import { randomUUID } from 'node:crypto';
import { type AskProblem, problemsOfAsk } from '../../adapters/http/berth/ask-check.ts';
import type { Ask } from '../../adapters/ports/ask.ts';
import type { Asking } from '../../adapters/ports/live-brain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { AskMalformed } from './library-faults.ts';

/** How an ask is sent; everything may be left out. */
export interface AskOptions {
  /** The same id sent again is answered with the facts of the first time. Left out: a new one. In the ledger it stands behind `call:`. */
  readonly commandId?: string;
  /** Who asks, for the audit trail. */
  readonly actor?: string;
  readonly correlationId?: string;
  /** Refuse when something has happened to the subject since this revision. */
  readonly expectedRevision?: Revision;
  /** Say what would be decided, and write nothing. */
  readonly isDryRun?: boolean;
}

/**
 * What a brain is asked, once it is certain that it can be asked: a program in plain JavaScript has no types to hold it.
 *
 * @throws AskMalformed
 */
export const askingOf = (ask: Ask, options: AskOptions): Asking => {
  const problems = [...problemsOfAsk(ask), ...problemsOfOptions(options)];
  if (problems.length > 0) throw new AskMalformed(problems);
  const { commandId, actor = 'embedded', correlationId, expectedRevision, isDryRun } = options;
  // The engine gives its own commands ids too, such as `plan:…`: a caller's may never be one of them.
  const id = commandId === undefined ? `embedded:${randomUUID()}` : `call:${commandId}`;
  return { ask, commandId: id, actor, correlationId, expectedRevision, isDryRun };
};

const problemsOfOptions = (options: AskOptions): readonly AskProblem[] => {
  const { expectedRevision: revision, isDryRun } = options;
  const texts = (['commandId', 'actor', 'correlationId'] as const).flatMap((name) =>
    problemOfText(`/${name}`, options[name]),
  );
  if (revision !== undefined && !(Number.isSafeInteger(revision) && revision >= 0)) {
    texts.push({ pointer: '/expectedRevision', value: revision, problem: 'is no revision' });
  }
  if (isDryRun !== undefined && typeof isDryRun !== 'boolean') {
    texts.push({ pointer: '/isDryRun', value: isDryRun, problem: 'is neither true nor false' });
  }
  return texts;
};

/** Most characters of a text that stands in every fact of a command. @unit UTF-16 code units */
const textMax = 255;

const problemOfText = (pointer: string, value: unknown): AskProblem[] => {
  const said = (problem: string): AskProblem[] => [{ pointer, value, problem }];
  if (value === undefined) return [];
  if (typeof value !== 'string') return said('is no text');
  if (value === '') return said('is empty');
  if (value.length > textMax) return said(`has more than ${textMax} characters`);
  if (/\p{Cc}/u.test(value)) return said('has control characters');
  return value.isWellFormed() ? [] : said('is no well-formed Unicode');
};
