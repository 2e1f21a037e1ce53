import { isLeft } from '../../../../domain/foundation/fp.ts';
import type { Subject } from '../../../../domain/foundation/ids.ts';
import { judgeGrant } from '../../../../domain/queue/index.ts';
import { orgUnits, type NodePoolRow } from '../../../../projections/org-units/index.ts';
import { noAmounts } from '../../../../projections/queue-board/index.ts';
import type { Ask } from '../../../ports/ask.ts';
import type { Done, LiveBrain } from '../../../ports/live-brain.ts';
import { type AnsweringReply, answered, type AskingRequest, dryRunOf } from '../../asking.ts';
import { problemOfRefusal } from '../../problem.ts';
import type { Errors } from '../errors.ts';
import { idForName, nameTaken } from '../fresh-name.ts';
import { tellAs } from '../told-as.ts';
import { grantAll, grantsOf, type PlacedGrant } from './grants.ts';
import { unitSaid, unitsSeen } from './record.ts';
import { grantProblemOf } from './grant-problem.ts';
import { nothingPromised, type ResourceSaid } from './resources.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** A request to create a unit, and the reply to it. */
export interface Creating {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
  readonly kind: UnitKind;
}

/** A unit that is to be. */
export interface UnitAsked {
  readonly name: string;
  readonly clusterId: string;
  readonly resources: readonly ResourceSaid[];
  readonly askOf: (id: string) => Ask;
}

/**
 * Creates a unit and promises it something in every pool of its cluster: what was said, and nothing where nothing was.
 *
 * Everything is judged before anything is written.
 * @throws Problem when something is refused
 */
export const createUnit = async (
  creating: Creating,
  asked: UnitAsked,
  errors: Errors,
): Promise<object> => {
  const { brain, request, reply, kind } = creating;
  const grants = allGrantsOf(brain, asked, errors);
  errors.raise(`The ${kind.kind} cannot be like this`);
  const made = await make(creating, asked, grants);
  if (dryRunOf(request.query)) return imagined(creating, made);
  const { id } = made.subject;
  const done = await grantAll({ brain, request, kind, id, isNew: true }, grants);
  answered(reply, { revision: done.revision, facts: [...made.facts, ...done.facts] }, 201);
  const row = kind.rows(brain.views.units).get(id);
  return row === undefined ? {} : unitSaid(row, unitsSeen(brain, kind));
};

/** Makes the unit itself, once it is sure that what it is to be promised can be. */
const make = async (
  creating: Creating,
  { name, askOf }: UnitAsked,
  grants: readonly PlacedGrant[],
): Promise<Done & { readonly subject: Subject }> => {
  const { brain, request, kind } = creating;
  const rows = kind.rows(brain.views.units);
  const id = idForName(brain, request, { kind: kind.kind, name, rows });
  for (const grant of grants) refuseGrant(creating, id, grant);
  const made = await tellAs(brain, request, {
    ask: askOf(id),
    expectedRevision: undefined,
    pointerOf: creationPointerOf,
  });
  const [first] = made.facts;
  if (first === undefined) throw nameTaken(kind.kind, name);
  return { ...made, subject: first.subject };
};

const creationPointerOf = (pointer: string): string =>
  pointer
    .replace(/^\/(?:project|department)Id$/, '/name')
    .replace(/^\/defaultNodePoolId$/, '/defaultNodePools/0')
    .replace(/^\/defaultNodePoolIds/, '/defaultNodePools');

/** The pools of a cluster. */
export const poolsOf = ({ views }: LiveBrain, clusterId: string): readonly NodePoolRow[] =>
  [...views.units.nodePools.values()].filter((pool) => pool.clusterId === clusterId);

const allGrantsOf = (
  brain: LiveBrain,
  { clusterId, resources }: UnitAsked,
  errors: Errors,
): readonly PlacedGrant[] => {
  const said = grantsOf(resources, { base: '/resources', brain, before: undefined }, errors);
  const named = new Set(said.map(({ nodePoolId }) => nodePoolId));
  const others = poolsOf(brain, clusterId).filter((pool) => !named.has(pool.id));
  return [
    ...said,
    ...others.map(({ id }) => ({ nodePoolId: id, entitlements: nothingPromised, pointer: '' })),
  ];
};

/** A grant of something that is not there yet cannot be rehearsed: the rule itself is asked. */
const refuseGrant = ({ kind }: Creating, id: string, grant: PlacedGrant): void => {
  const { nodePoolId, entitlements } = grant;
  const judged = judgeGrant(
    { nodePoolId, entitlements, isNodePoolKnown: true, nonPreemptibleInUse: noAmounts },
    [],
  );
  if (!isLeft(judged)) return;
  const problem = problemOfRefusal(judged.left, kind.grantAsk(id, { nodePoolId, entitlements }));
  throw grantProblemOf(problem, grant);
};

/** The unit that there would be, had it been meant. */
const imagined = ({ brain, kind, reply }: Creating, done: Done): object => {
  answered(reply, done, 200);
  const units = done.facts.reduce(orgUnits.apply, orgUnits.initial());
  const [row]: readonly UnitRow[] = [...kind.rows(units).values()];
  return row === undefined ? {} : unitSaid(row, unitsSeen(brain, kind));
};
