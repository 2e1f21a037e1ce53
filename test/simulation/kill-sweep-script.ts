/** The batches of the kill sweep: single facts, a batch of 256, and enough to write index rows and move the WAL. */
export const batchSizes: readonly number[] = [1, 1, 2, 1, 256, 1, 4200, 1, 1, 40, 4200, 1, 2];
