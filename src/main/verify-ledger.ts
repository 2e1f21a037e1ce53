import { createSchemaCheck, type SchemaFault } from '../../adapters/schema-check/index.ts';
import { chainHash, genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault, StoredRecord } from '../../adapters/ports/event-log.ts';
import { pageMax } from '../app/read.ts';
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
 * Checks all of a ledger file: no gaps, every hash, every schema, every subject's own numbering.
 *
 * @cost about 5 µs a fact
 */
export const verifyLedger = (
  path: string,
  onProgress: OnProgress,
): Promise<Either<LogFault | SchemaFault, Verified>> =>
  withLedger(path, 'read', (log) => verifyLog(log, path, onProgress));

const verifyLog = async (
  log: EventLog,
  path: string,
  onProgress: OnProgress,
): Promise<Either<LogFault | SchemaFault, Verified>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const check = createRecordCheck(path);
  const to = head.right.revision;
  while (check.at().revision < to) {
    const page = await log.read(check.at().revision, pageMax)();
    if (isLeft(page)) return left(page.left);
    if (page.right.length === 0)
      return left(corrupt(path, check.at().revision + 1, 'facts are missing'));
    for (const record of page.right) {
      const fault = check.see(record);
      if (fault !== undefined) return left(fault);
    }
    onProgress(check.at().revision, to);
  }
  if (hexOf(head.right.hash) !== hexOf(check.at().hash)) {
    return left(corrupt(path, to, 'the head is not the end of the chain'));
  }
  return right({ revisions: to, head: hexOf(check.at().hash), subjects: check.subjects() });
};

const createRecordCheck = (path: string) => {
  const schema = createSchemaCheck();
  const numbers = new Map<string, number>();
  let revision = 0;
  let hash: Uint8Array = genesisHash;
  return {
    at: () => ({ revision, hash }),
    subjects: () => numbers.size,
    see: (record: StoredRecord): LogFault | SchemaFault | undefined => {
      const expected = revision + 1;
      if (record.revision !== expected) {
        return corrupt(path, expected, `revision ${expected} is missing`);
      }
      const link = chainHash(hash, record.body);
      if (!sameBytes(link, record.hash)) return corrupt(path, expected, 'the hash chain is broken');
      const checked = schema(record.revision, record.body);
      if (isLeft(checked)) return checked.left;
      const { subject, subjectRevision, type } = checked.right;
      if ((numbers.get(subject) ?? 0) + 1 !== subjectRevision) {
        const problem = `is number ${subjectRevision} of ${subject}, not ${(numbers.get(subject) ?? 0) + 1}`;
        return {
          _tag: 'SchemaViolated',
          revision: expected,
          type,
          pointer: '/subjectRevision',
          problem,
        };
      }
      numbers.set(subject, subjectRevision);
      revision = expected;
      hash = link;
      return undefined;
    },
  };
};

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Buffer.compare(a, b) === 0;

const corrupt = (place: string, revision: Revision, cause: string): LogFault => ({
  _tag: 'LedgerCorrupt',
  retry: 'never',
  place,
  revision,
  cause,
  remedy: 'restore the ledger from a copy whose `berth ledger verify` is clean',
});
