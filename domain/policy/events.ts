import { Type } from 'typebox';
import { type EventOf, fact } from '../foundation/event.ts';
import { policyShape } from '../foundation/policy-shape.ts';

/** From now on the kernel decides by these rules. */
export const PolicyAdopted = fact('PolicyAdopted', Type.Object({ policy: policyShape }));

/** Every fact about the rules of a ledger. */
export const policyFacts = [PolicyAdopted] as const;
/** A fact about the rules of a ledger. */
export type PolicyEvent = EventOf<(typeof policyFacts)[number]>;
