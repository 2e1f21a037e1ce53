import { failureOf } from './failures.ts';

/** How large one append may be, as far as we know. @unit bytes */
export interface AppendLimit {
  readonly bytes: () => number;
  /** The most data that one event may carry, if it is alone in its append. */
  readonly partBytes: () => number;
  /** Takes a smaller limit from an error that speaks of one; `false` where there is nothing to learn. */
  readonly learn: (error: unknown) => boolean;
}

/** MaxAppendSize of a server that nobody configured. @unit bytes @source EventStoreDB, options of the application */
const usualBytes = 1_048_576;
/** Below this nothing sensible can be written. */
const leastBytes = 16_384;
/** Room for type and metadata beside the data of a part. */
const besideBytes = 1024;

/** The limit of a server of which nothing is known yet. A larger one is not made use of. */
export const appendLimit = (): AppendLimit => {
  let bytes = usualBytes;
  const learn = (error: unknown): boolean => {
    if (failureOf(error) !== 'too-large') return false;
    const told =
      error instanceof Error &&
      'maxAppendSize' in error &&
      Number.isSafeInteger(error.maxAppendSize)
        ? Number(error.maxAppendSize)
        : bytes;
    // A server that counts otherwise than we do refuses what is below its own limit.
    const next = Math.min(told, Math.floor(bytes * 0.75));
    if (next < leastBytes) return false;
    bytes = next;
    return true;
  };
  return { bytes: () => bytes, partBytes: () => bytes - besideBytes, learn };
};
