import fc from 'fast-check';

/** What generated clusters and work may have besides whole cards, processors and memory. */
export interface Traits {
  /** Shares of one card. */
  readonly fractions: boolean;
  /** One share on several cards, and shares by memory. */
  readonly widerShares: boolean;
  readonly mig: boolean;
  readonly resources: boolean;
  readonly claims: boolean;
  readonly ports: boolean;
  readonly affinity: boolean;
  readonly topology: boolean;
  /** Fewer pods than all are enough to start. */
  readonly elastic: boolean;
  /** Pod sets of several sub-groups, in groups of groups. */
  readonly trees: boolean;
}

/** Whatever the kernel knows. */
export const allTraits: Traits = {
  fractions: true,
  widerShares: true,
  mig: true,
  resources: true,
  claims: true,
  ports: true,
  affinity: true,
  topology: true,
  elastic: true,
  trees: true,
};

/** One way to make a value, and how often it is taken; 0 is never. */
export interface Way<Value> {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Value>;
}

/** A way that is open only where a trait is wanted. */
export const way = <Value>(
  weight: number,
  arbitrary: fc.Arbitrary<Value>,
  isWanted = true,
): Way<Value> => ({ weight: isWanted ? weight : 0, arbitrary });

/** One of several ways; the first is where shrinking goes. */
export const oneWay = <Value>(...ways: readonly Way<Value>[]): fc.Arbitrary<Value> =>
  fc.oneof({ withCrossShrink: true }, ...ways.filter(({ weight }) => weight > 0));
