import { verifyLedgerFile } from '../../adapters/event-log-sqlite/index.ts';
import { createSchemaCheck, type SchemaFault } from '../../adapters/schema-check/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { EventLog, StoredRecord } from '../../adapters/ports/event-log.ts';
import { pageMax, type ReadFault } from '../app/read.ts';
import { withLedger } from './ledger-file.ts';

export type { SchemaFault } from '../../adapters/schema-check/index.ts';

/** What a whole check of a ledger found in order. */
export interface Verified {
  readonly revisions: Revision;
  /** The chain hash of the last fact. */
  readonly head: string;
  readonly subjects: number;
}

/** Told how far a long command is. */
export type OnProgress = (revision: Revision, to: Revision) => void;

/**
 * Checks all of a ledger file: no gaps, every hash, every page of the file, then every schema and every subject's own
 * numbering.
 *
 * @cost about 8 µs a fact
 */
export const verifyLedger = async (
  path: string,
  onProgress: OnProgress,
): Promise<Either<ReadFault | SchemaFault, Verified>> => {
  const chained = await verifyLedgerFile(path, (done, total) => onProgress(done, 2 * total))();
  if (isLeft(chained)) return left(chained.left);
  const { headRevision, headHash } = chained.right;
  const subjects = await withLedger<ReadFault | SchemaFault, number>(path, 'read', (log) =>
    verifySchemas(log, headRevision, (at) => onProgress(headRevision + at, 2 * headRevision)),
  );
  return isLeft(subjects)
    ? subjects
    : right({ revisions: headRevision, head: headHash, subjects: subjects.right });
};

const verifySchemas = async (
  log: EventLog,
  to: Revision,
  onPage: (at: Revision) => void,
): Promise<Either<ReadFault | SchemaFault, number>> => {
  const check = createBodyCheck();
  let at = 0;
  while (at < to) {
    const page = await log.read(at, Math.min(pageMax, to - at))();
    if (isLeft(page)) return left(page.left);
    if (page.right.length === 0) break;
    for (const record of page.right) {
      const fault = check.see(record);
      if (fault !== undefined) return left(fault);
      at = record.revision;
    }
    onPage(at);
  }
  return right(check.subjects());
};

/** Checks bodies in order: each by its schema, and that the facts of each subject are numbered 1, 2, 3 … */
const createBodyCheck = () => {
  const schema = createSchemaCheck();
  const numbers = new Map<string, number>();
  return {
    subjects: () => numbers.size,
    see: ({ revision, body }: StoredRecord): ReadFault | SchemaFault | undefined => {
      const checked = schema(revision, body);
      if (isLeft(checked)) return checked.left;
      const { subject, subjectRevision, type } = checked.right;
      const expected = (numbers.get(subject) ?? 0) + 1;
      if (expected !== subjectRevision) {
        const problem = `is number ${subjectRevision} of ${subject}, not ${expected}`;
        return { _tag: 'SchemaViolated', revision, type, pointer: '/seq', problem };
      }
      numbers.set(subject, expected);
      return undefined;
    },
  };
};
