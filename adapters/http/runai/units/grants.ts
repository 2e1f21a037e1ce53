import type { AskedGrant } from '../../../ports/ask.ts';
import type { Done, LiveBrain } from '../../../ports/live-brain.ts';
import { type AskingRequest, dryRunOf, tell } from '../../asking.ts';
import { expectedRevisionOf } from '../../etag.ts';
import { Problem } from '../../problem.ts';
import { type Errors, noneSuch } from '../errors.ts';
import { checkResource } from './check-resource.ts';
import { grantProblemOf } from './grant-problem.ts';
import { entitlementsAskedOf, type ResourceSaid } from './resources.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** A grant with the place of the body that it was made of. */
export interface PlacedGrant extends AskedGrant {
  readonly pointer: string;
  /** Which member of `nodePool` names the pool. */
  readonly poolMember?: 'id' | 'name';
}

/**
 * The grants that a body asks for, one for each pool.
 *
 * @shape `before` holds what stays so where nothing is said; `undefined` where all is to be said
 */
export const grantsOf = (
  said: readonly ResourceSaid[],
  { base, brain, before }: GrantsRead,
  errors: Errors,
): readonly PlacedGrant[] => {
  const seen = new Set<string>();
  return said.map((one, k) => {
    const pointer = `${base}/${k}`;
    const nodePoolId = poolOf(one, brain, { pointer, errors });
    if (seen.has(nodePoolId)) {
      errors.add(`${pointer}/nodePool`, nodePoolId, {
        problem: 'is there twice',
        remedy: 'name each node pool once',
      });
    }
    seen.add(nodePoolId);
    checkResource(one, pointer, errors);
    const entitlements = entitlementsAskedOf(one, before?.grants.get(nodePoolId));
    return { nodePoolId, entitlements, pointer, poolMember: poolMemberOf(one) };
  });
};

/** Where grants are read from, and what stands already. */
export interface GrantsRead {
  readonly base: string;
  readonly brain: LiveBrain;
  readonly before: UnitRow | undefined;
}

const poolMemberOf = ({ nodePool }: ResourceSaid): 'id' | 'name' =>
  typeof nodePool.id === 'string' ? 'id' : 'name';

const namesNone = { problem: 'names no node pool', remedy: 'say its id' };

const poolOf = (
  { nodePool }: ResourceSaid,
  { views }: LiveBrain,
  { pointer, errors }: { readonly pointer: string; readonly errors: Errors },
): string => {
  const { nodePools } = views.units;
  const named = nodePool.name ?? undefined;
  const byName = [...nodePools.values()].find(({ name }) => name === named)?.id;
  const id = nodePool.id ?? byName ?? named ?? '';
  if (typeof nodePool.id !== 'string' && named === undefined) {
    errors.add(`${pointer}/nodePool`, nodePool, namesNone);
  } else if (!nodePools.has(id)) {
    errors.add(
      `${pointer}/nodePool/${poolMemberOf({ nodePool })}`,
      id,
      noneSuch('node pool', id, nodePools.keys()),
    );
  } else if (named !== undefined && nodePools.get(id)?.name !== named) {
    errors.add(`${pointer}/nodePool/name`, named, {
      problem: `is not the name of node pool ${id}`,
      remedy: 'leave one of the two out',
    });
  }
  return id;
};

/** A request to promise something to a unit that there is. */
export interface Granting {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly kind: UnitKind;
  readonly id: string;
  /** Whether the same request has made it: then there is nothing that somebody could have looked at before. */
  readonly isNew?: boolean;
}

/**
 * Grants in several pools: all are judged before the first is written, so that a rule that refuses one of them leaves
 * everything as it was. Each is durable for itself; the same request sent again does what is left of it.
 *
 * @throws Problem when one is refused
 */
export const grantAll = async (
  granting: Granting,
  grants: readonly PlacedGrant[],
): Promise<Done> => {
  const { brain, request } = granting;
  for (const grant of grants) await grantOne(granting, grant, { isDryRun: true });
  let done: Done = { revision: brain.revision(), facts: [] };
  if (dryRunOf(request.query)) return done;
  let expectedRevision =
    granting.isNew === true ? undefined : expectedRevisionOf(request.headers['if-match']);
  for (const grant of grants) {
    const next = await grantOne(granting, grant, { expectedRevision });
    const last = next.facts.at(-1)?.revision;
    if (expectedRevision !== undefined) expectedRevision = last ?? expectedRevision;
    done = {
      revision: Math.max(done.revision, next.revision),
      facts: [...done.facts, ...next.facts],
    };
  }
  return done;
};

const grantOne = async (
  { brain, request, kind, id }: Granting,
  { nodePoolId, entitlements, ...place }: PlacedGrant,
  how: { readonly isDryRun?: true; readonly expectedRevision?: number | undefined },
): Promise<Done> => {
  const ask = kind.grantAsk(id, { nodePoolId, entitlements });
  try {
    return await tell(brain, request, { ask, expectedRevision: undefined, ...how });
  } catch (error) {
    throw error instanceof Problem ? grantProblemOf(error, place) : error;
  }
};
