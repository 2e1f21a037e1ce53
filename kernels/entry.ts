/**
 * What a released kernel is made of: the kernel, its own view of capacity, and how its plans are written down.
 *
 * A decision follows from the facts before it by all three of them, so all three are kept together.
 */
export * from '../domain/allocation/index.ts';
export { capacity, feedUsage, snapshotOf } from '../projections/capacity/index.ts';
export { decisionsOf } from '../src/app/decisions-of-plan.ts';
