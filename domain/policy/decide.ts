import { defaultPolicy } from '../allocation/index.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { Policy } from '../foundation/policy-shape.ts';
import { PolicyAdopted, type PolicyEvent } from './events.ts';
import { type Senseless, senselessIn } from './sense.ts';
import { type Adoption, policyIn } from './state.ts';

/** Asks that the kernel decides by these rules from now on; the sender has judged each part of them. */
export interface AdoptPolicy {
  readonly type: 'AdoptPolicy';
  readonly policy: Policy;
}

/** What can be asked about the rules of a ledger. */
export type PolicyCommand = AdoptPolicy;

/** Why rules are not adopted. */
export type PolicyRejection =
  | ({ readonly _tag: 'SenselessPolicy' } & Senseless)
  /** Other rules bear this version in the ledger, or in the program: decisions name nothing else. */
  | { readonly _tag: 'PolicyVersionTaken'; readonly version: string };

/** Judges what is asked about the rules: equal versions mean equal content, for as long as the ledger lives. */
export const decide = (
  { policy }: PolicyCommand,
  state: Adoption,
): Either<PolicyRejection, readonly PolicyEvent[]> => {
  const { version } = policy;
  const senseless = senselessIn(policy);
  if (senseless !== undefined) return left({ _tag: 'SenselessPolicy', ...senseless });
  const inForce = policyIn(state) ?? defaultPolicy;
  if (isSame(policy, inForce)) return right([]);
  if (bearersOf(version, state).some((bearer) => !isSame(policy, bearer))) {
    return left({ _tag: 'PolicyVersionTaken', version });
  }
  return right([{ type: 'PolicyAdopted', data: { policy: policy } }]);
};

const bearersOf = (version: string, state: Adoption): readonly Policy[] => {
  const before = state.phase === 'Adopted' ? state.adopted[version] : undefined;
  const known = before === undefined ? [] : [before];
  return defaultPolicy.version === version ? [...known, defaultPolicy] : known;
};

const isSame = (some: Policy, other: Policy): boolean =>
  some === other || textOf(some) === textOf(other);

const textOf = (policy: Policy): string => PolicyAdopted.serialise({ policy });
