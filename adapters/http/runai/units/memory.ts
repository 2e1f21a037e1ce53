const bytesPerMb = 1_000_000;
const bytesPerMib = 1_048_576;

/**
 * Memory as quotas keep it, of memory as Run:ai counts it.
 *
 * Rounded up, while `mbOf` rounds down: what was read and is sent again changes nothing, and what is read back is at
 * most one megabyte more than what was sent.
 * @unit megabytes (10^6 bytes) → MiB
 */
export const mibOf = (mb: number): number => Math.ceil((mb * bytesPerMb) / bytesPerMib);

/** Memory as Run:ai counts it, of memory as quotas keep it. @unit MiB → megabytes (10^6 bytes) */
export const mbOf = (mib: number): number => Math.floor((mib * bytesPerMib) / bytesPerMb);
