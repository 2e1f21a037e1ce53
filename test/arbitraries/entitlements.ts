import fc from 'fast-check';
import type { QueueTerms } from '../../domain/foundation/queue-terms.ts';
import type { Amounts, Entitlement, Entitlements } from '../../domain/foundation/shapes.ts';
import type { EntitlementAsked, EntitlementsAsked, TermsAsked } from '../../domain/queue/index.ts';

/** Entitlements of so many whole GPUs, with no bound on the rest. */
export const entitlementsOfGpus = (gpus: number): Entitlements => ({
  gpuMilli: { quota: gpus * 1000, limit: -1, weight: 2 },
  cpuMilli: { quota: -1, limit: -1, weight: 2 },
  memoryMib: { quota: -1, limit: -1, weight: 2 },
  priority: 100,
});

/** Nothing in use. */
export const noneInUse: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

const entitlementFrom: fc.Arbitrary<Entitlement> = fc
  .record({
    quota: fc.constantFrom(-1, 0, 1000, 8000),
    above: fc.nat({ max: 2 }),
    isCapped: fc.boolean(),
    weight: fc.nat({ max: 3 }),
  })
  .map(({ quota, above, isCapped, weight }) => ({
    quota,
    limit: isCapped ? Math.max(quota, 0) + above : -1,
    weight,
  }));

/** Terms that say something. */
const termsFrom: fc.Arbitrary<QueueTerms> = fc.oneof(
  fc.record({
    preemptMinRunMs: fc.nat(),
    reclaimMinRunMs: fc.nat(),
    maxRunMs: fc.integer({ min: 1 }),
  }),
  fc.record({ lendingMax: fc.record({ gpuMilli: fc.constantFrom(0, 1000) }) }),
  fc.record({
    others: fc.constantFrom(
      { 'gpu:A100': { quota: 0, limit: 8000 } },
      { 'example.com/nic': { quota: -1, limit: 2 } },
    ),
  }),
);

/** Entitlements that can stand. */
export const entitlementsFrom: fc.Arbitrary<Entitlements> = fc.record(
  {
    gpuMilli: entitlementFrom,
    cpuMilli: entitlementFrom,
    memoryMib: entitlementFrom,
    priority: fc.nat({ max: 200 }),
    terms: termsFrom,
  },
  { requiredKeys: ['gpuMilli', 'cpuMilli', 'memoryMib', 'priority'] },
);

const figureFrom = fc.oneof(
  fc.constantFrom(-2, -1, 0, 1, 1000, 0.5, NaN, Infinity, 2 ** 53),
  fc.maxSafeInteger(),
);
const anythingFrom: fc.Arbitrary<EntitlementAsked> = fc.record(
  { quota: figureFrom, limit: figureFrom, weight: figureFrom },
  { requiredKeys: [] },
);

const wildTermsFrom: fc.Arbitrary<TermsAsked> = fc.record(
  {
    preemptMinRunMs: figureFrom,
    reclaimMinRunMs: figureFrom,
    maxRunMs: figureFrom,
    lendingMax: fc.record({ gpuMilli: figureFrom, memoryMib: figureFrom }, { requiredKeys: [] }),
    others: fc.dictionary(
      fc.constantFrom('', 'cpu', 'gpu:', 'gpu:A100', 'nic', 'a/b~c', '__proto__'),
      fc.record({ quota: figureFrom, limit: figureFrom }, { requiredKeys: [] }),
      { maxKeys: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** Whatever somebody may ask for, most of which cannot stand. */
export const wildEntitlementsFrom: fc.Arbitrary<EntitlementsAsked> = fc.record(
  {
    gpuMilli: anythingFrom,
    cpuMilli: anythingFrom,
    memoryMib: anythingFrom,
    priority: figureFrom,
    terms: wildTermsFrom,
  },
  { requiredKeys: [] },
);

/** Mostly what can stand. */
export const askedEntitlementsFrom: fc.Arbitrary<EntitlementsAsked> = fc.oneof(
  { weight: 6, arbitrary: entitlementsFrom },
  { weight: 1, arbitrary: wildEntitlementsFrom },
);

/** Names that are DNS labels, few enough to meet again, and now and then one that is not. */
export const nameFrom = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('a', 'team-1', 'default') },
  { weight: 1, arbitrary: fc.constantFrom('', 'A', '-a', 'a.b', 'x'.repeat(64)) },
);
/** True nine times out of ten. */
export const mostlyFrom = fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0);
/** 0 nine times out of ten. */
export const mostlyNoneFrom = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
/** A short text of any characters. */
export const reasonFrom = fc.string({ unit: 'binary', maxLength: 8 });
