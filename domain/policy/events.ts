import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import { policyShape } from '../foundation/policy-shape.ts';
import type { Upcaster } from '../foundation/upcast.ts';

/** Bounds that the kernel had before a policy could choose them. */
const boundsOfOld = { consolidationNodesMax: 12, loneVictimsMax: 32, attemptsMax: 64 } as const;

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Schema 2 says of all bounds of searches what they are. */
const withBounds: Upcaster = (data) => {
  const policy = isGroup(data) ? data['policy'] : undefined;
  const bounds = isGroup(policy) ? policy['bounds'] : undefined;
  if (!isGroup(data) || !isGroup(policy) || !isGroup(bounds)) return data;
  return { ...data, policy: { ...policy, bounds: { ...boundsOfOld, ...bounds } } };
};

/** From now on the kernel decides by these rules. */
export const PolicyAdopted = fact('PolicyAdopted', Type.Object({ policy: policyShape }), [
  withBounds,
]);

/** Every fact about the rules of a ledger. */
export const policyFacts = [PolicyAdopted] as const;
/** A fact about the rules of a ledger. */
export type PolicyEvent = EventOf<(typeof policyFacts)[number]>;
