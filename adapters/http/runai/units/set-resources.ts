import type { LiveBrain } from '../../../ports/live-brain.ts';
import { type AnsweringReply, answered, type AskingRequest } from '../../asking.ts';
import type { Errors } from '../errors.ts';
import { refuseMembers } from '../refused.ts';
import { notYetUnit, type UnitPutBody } from './bodies.ts';
import { grantAll, grantsOf } from './grants.ts';
import type { ResourceSaid } from './resources.ts';
import { foundUnit } from './single.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** A request to set what a unit is promised, and the reply to it. */
export interface Setting {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
  readonly kind: UnitKind;
  readonly id: string;
  /** Where the resources stand in the body. */
  readonly base: string;
  /** Whether every pool must be spoken of that the unit is promised something in. */
  readonly isWhole: boolean;
}

/** Sets what a unit is promised: all of it or none. @throws Problem when any of it is refused */
export const setResources = async (
  { brain, request, reply, kind, id, base, isWhole }: Setting,
  said: readonly ResourceSaid[],
  errors: Errors,
): Promise<UnitRow> => {
  const row = foundUnit(brain, kind, id);
  const before = isWhole ? undefined : row;
  const grants = grantsOf(said, { base, brain, before }, errors);
  if (isWhole) refuseForgotten(row, grants, { base, errors });
  errors.raise(`The ${kind.kind} cannot be promised this`);
  const done = await grantAll({ brain, request, kind, id }, grants);
  answered(reply, done, 200);
  return foundUnit(brain, kind, id);
};

/** A promise is not taken back by saying nothing. */
const refuseForgotten = (
  row: UnitRow,
  grants: readonly { readonly nodePoolId: string }[],
  { base, errors }: { readonly base: string; readonly errors: Errors },
): void => {
  const named = new Set(grants.map(({ nodePoolId }) => nodePoolId));
  for (const poolId of row.grants.keys()) {
    if (named.has(poolId)) continue;
    errors.add(base, [...named], {
      problem: `does not speak of node pool ${poolId}, in which it is promised something`,
      remedy: 'name every pool, with a deserved of 0 for none; or PATCH its resources',
    });
  }
};

/** Notes what a body would change that is for ever: what a unit is called, and where it stands. */
export const refuseChanges = (row: UnitRow, body: UnitPutBody, errors: Errors): void => {
  refuseMembers(body, notYetUnit, { pointer: '', errors });
  const { name, clusterId } = row;
  const parent = 'departmentId' in row ? { parentId: row.departmentId } : {};
  for (const [member, value] of Object.entries({ name, clusterId, ...parent })) {
    const said: unknown = Reflect.get(body, member) ?? value;
    if (said === value) continue;
    errors.add(`/${member}`, said, {
      problem: `differs from ${value}, and cannot be changed`,
      remedy: 'leave it out, or create another one',
    });
  }
  const present =
    'defaultNodePoolId' in row ? (row.defaultNodePoolIds ?? [row.defaultNodePoolId]) : [];
  const pools = body.defaultNodePools ?? undefined;
  if (pools === undefined || pools.join(' ') === present.join(' ')) return;
  errors.add('/defaultNodePools', pools, {
    problem: 'differs from what it was created with, and cannot be changed',
    remedy: 'leave it out',
  });
};
