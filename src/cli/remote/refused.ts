import type { RemoteFault } from './faults.ts';

/** See `RemoteFault`. */
export type DestinationRefused = Extract<RemoteFault, { readonly _tag: 'DestinationRefused' }>;

/** Says what is wrong with the choice of a server, and where. */
export const refused = (where: string, problem: string, remedy: string): DestinationRefused => ({
  _tag: 'DestinationRefused',
  problem,
  where,
  remedy,
});
