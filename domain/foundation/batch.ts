import type { Revision } from './event.ts';

/** What one append may hold, on every store. @unit facts · bytes of UTF-8 · revisions */
export const batchBounds = {
  recordsMax: 100_000,
  /** What the placements of the widest gang take, with room to spare. */
  bodyBytesMax: 16_777_216,
  revisionMax: Number.MAX_SAFE_INTEGER,
} as const;

/** A batch that no ledger can take, why, and what to do about it. */
export interface BatchRefusal {
  readonly _tag: 'BatchRefused';
  readonly retry: 'never';
  readonly cause: string;
  readonly remedy: string;
}

/** The texts of a fact that is to be stored. */
export interface BatchRecord {
  readonly body: string;
  readonly subject: string;
  readonly commandId: string;
}

/**
 * Judges a batch before any store sees it, so that all stores refuse the same batches in the same words.
 *
 * Lone surrogates are refused because they become U+FFFD in UTF-8: what is read would not be what was written.
 * @cost about 0.1 µs a fact
 */
export const batchRefusalOf = (
  expected: Revision,
  records: readonly BatchRecord[],
): BatchRefusal | undefined => {
  if (!Number.isSafeInteger(expected) || expected < 0) {
    return refused(`revision ${expected} is none`, 'Give the revision that the batch stands on.');
  }
  if (records.length === 0) {
    return refused('the batch is empty', 'Append at least one fact.');
  }
  if (records.length > batchBounds.recordsMax) {
    return refused(
      `the batch has ${records.length} facts, the bound is ${batchBounds.recordsMax}`,
      'Append it in several batches.',
    );
  }
  if (records.length > batchBounds.revisionMax - expected) {
    return refused(
      `revision ${expected} + ${records.length} is past ${batchBounds.revisionMax}`,
      'Begin a new ledger: this one has used up its revisions.',
    );
  }
  return recordRefusalOf(records);
};

const recordRefusalOf = (records: readonly BatchRecord[]): BatchRefusal | undefined => {
  for (const [index, { body, subject, commandId }] of records.entries()) {
    if (!body.isWellFormed() || !subject.isWellFormed() || !commandId.isWellFormed()) {
      return refused(
        `fact ${index} of the batch holds a lone surrogate, which UTF-8 cannot store`,
        'Refuse such text where it enters the system.',
      );
    }
    if (body.length * 3 > batchBounds.bodyBytesMax) {
      const bytes = Buffer.byteLength(body);
      if (bytes > batchBounds.bodyBytesMax) {
        return refused(
          `fact ${index} of the batch has ${bytes} bytes, the bound is ${batchBounds.bodyBytesMax}`,
          'Store large things elsewhere and name them in the fact.',
        );
      }
    }
  }
  return undefined;
};

const refused = (cause: string, remedy: string): BatchRefusal => ({
  _tag: 'BatchRefused',
  retry: 'never',
  cause,
  remedy,
});
