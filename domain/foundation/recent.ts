import type { Subject, SubjectKind } from './ids.ts';

/**
 * `JSON.parse` makes a new text of every word and every id. What is compared fact by fact is handed out as one and the
 * same, so that it is compared by its address and not letter by letter.
 */
const words: ReadonlyMap<string, string> = new Map(
  [
    'ledger',
    'cluster',
    'node-pool',
    'node',
    'department',
    'project',
    'queue',
    'workload',
    'command',
    'observation',
    'decision',
    'time',
  ].map((word) => [word, word]),
);

/** The one text of a word of the envelope; a word that is not of the envelope is its own. */
export const wordOf = (text: string): string => words.get(text) ?? text;

/** How many of the subjects that were read last are remembered at least. */
const recentMax = 16_384;
let recent = new Map<string, Subject>();
let older = new Map<string, Subject>();

/**
 * Reads `kind/id`; the facts of a subject stand mostly near each other and share one answer.
 *
 * What is remembered never changes an answer.
 */
export const subjectOf = (text: string): Subject => {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const subject = older.get(text) ?? parted(text);
  if (recent.size >= recentMax) {
    older = recent;
    recent = new Map();
  }
  recent.set(text, subject);
  return subject;
};

const parted = (text: string): Subject => {
  const slash = text.indexOf('/');
  return { kind: wordOf(text.slice(0, slash)) as SubjectKind, id: text.slice(slash + 1) };
};
