import { describe, expect, it } from 'vitest';
import { type FileFault, exitCodes, failureOf, textOfFailure } from '../../../src/cli/failures.ts';

const retry = 'never' as const;
const remedy = 'do this';
const place = 'out.db';

const faults: readonly (readonly [FileFault, number, string])[] = [
  [
    { _tag: 'VersionConflict', retry: 'again', expected: 3, actual: 5 },
    exitCodes.conflict,
    'error: another writer has moved the ledger from revision 3 to 5\n  remedy: stop the other writer, then run the command again\n',
  ],
  [
    { _tag: 'InDoubt', retry, place, cause: 'the disk went away', remedy },
    exitCodes.failure,
    'error: it is unknown whether the last facts are on disk: the disk went away\n  at: out.db\n  remedy: do this\n',
  ],
  [
    { _tag: 'DiskFull', retry, place, remedy },
    exitCodes.failure,
    'error: the disk is full\n  at: out.db\n  remedy: do this\n',
  ],
  [
    { _tag: 'LedgerLocked', retry, place, remedy },
    exitCodes.conflict,
    'error: another process writes this ledger\n  at: out.db\n  remedy: do this\n',
  ],
  [
    { _tag: 'LedgerCorrupt', retry, place, revision: 7, cause: 'a gap', remedy },
    exitCodes.failure,
    'error: the ledger is not what was written: a gap\n  at: out.db, revision 7\n  remedy: do this\n',
  ],
  [
    { _tag: 'BatchRefused', retry, cause: 'it is empty', remedy },
    exitCodes.failure,
    'error: the facts were refused: it is empty\n  remedy: do this\n',
  ],
  [
    { _tag: 'LogClosed', retry, place },
    exitCodes.failure,
    'error: the ledger was closed\n  at: out.db\n',
  ],
  [
    { _tag: 'NewerSchema', revision: 9, type: 'NodeLost', found: 3, known: 1 },
    exitCodes.failure,
    'error: NodeLost has schema 3, this program knows up to 1\n  at: revision 9\n  remedy: read this ledger with the program that wrote it, or a newer one\n',
  ],
  [
    {
      _tag: 'InputRefused',
      retry,
      file: 'a.csv',
      line: 3,
      field: 'gpu',
      problem: 'it is negative',
      remedy,
    },
    exitCodes.usage,
    'error: it is negative\n  at: a.csv:3, field gpu\n  remedy: do this\n',
  ],
];

describe('a failure', () => {
  it.each(faults)('%j is told as what, where and remedy', (fault, exitCode, text) => {
    const failure = failureOf(fault);
    expect(failure.exitCode).toBe(exitCode);
    expect(textOfFailure(failure)).toBe(text);
  });

  it('of a fact names the file that it was read from, where the caller knows it', () => {
    const fault = { _tag: 'BodyIsNoJson', revision: 4, cause: 'cut' } as const;
    expect(failureOf(fault, 'out.db').where).toBe('out.db, revision 4');
    expect(failureOf(fault).where).toBe('revision 4');
  });

  it('has an exit code of its own for each kind', () => {
    expect(new Set(Object.values(exitCodes)).size).toBe(Object.values(exitCodes).length);
  });
});
