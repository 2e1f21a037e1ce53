import { compareIds } from '../../foundation/ids.ts';
import { isForNeighbours } from '../../foundation/for-neighbours.ts';
import type { Verdict } from '../../foundation/verdict.ts';
import { obstacleAt, roomOf } from '../fit/fit.ts';
import { type Asker, openTo } from '../gang/gang.ts';
import { seatPod } from '../gang/seat-pod.ts';
import type { Draft } from '../plan/draft.ts';
import { markOf, undoTo } from '../state/journal.ts';
import { podsOf } from '../state/roll.ts';
import type { Kind, NodeTable, Part, Shape } from '../state/snapshot.ts';
import { canSit } from './kept-room.ts';

type NoMatch = Extract<Verdict, { readonly _tag: 'NoMatchingNode' }>;

/** Whether other pods can be what keeps those of a kind out: they say so themselves, or somebody who is there does. */
const isParted = ({ extras }: Kind): boolean => {
  const { neighbours } = extras ?? {};
  if (neighbours === undefined) return false;
  const { near, far, matched } = neighbours;
  return (
    near.length + far.length > 0 ||
    matched.some(({ refusing }) => refusing.future.some((pods) => pods > 0))
  );
};

/** Such pods as they would be if they were nobody's neighbours. Nothing is remembered of them. */
const unparted = (kind: Kind): Kind => ({
  ...kind,
  extras: kind.extras && { ...kind.extras, neighbours: undefined },
  index: undefined,
  usedAt: Number.MIN_SAFE_INTEGER,
  foundAt: -1,
  favourites: undefined,
});

/**
 * The same ask without neighbours: what it can have by everything else.
 *
 * @shape the very same where no neighbours can be in its way
 * @cost O(1) for pods that no term speaks of, else O(kinds of its pods)
 */
export const withoutNeighbours = (shape: Shape): Shape => {
  if (!shape.parts.some(({ kind }) => isParted(kind))) return shape;
  const kinds = new Map<Kind, Kind>();
  for (const { kind } of shape.parts) kinds.set(kind, kinds.get(kind) ?? unparted(kind));
  const parts = shape.parts.map((part) => ({ ...part, kind: kinds.get(part.kind) ?? part.kind }));
  return { ...shape, parts, failedAt: -1 };
};

/** Whether an ask could be seated if only it had no neighbours; tried and taken back. */
export const isKeptApart = (draft: Draft, asker: Asker): boolean => {
  const shape = withoutNeighbours(asker.shape);
  return shape !== asker.shape && !canSit(draft, asker) && canSit(draft, { ...asker, shape });
};

/** Seats pods one after the other, wherever they may be; which of them is the first that may be nowhere. */
const firstLacking = (draft: Draft, asker: Asker): Part | undefined => {
  const confines = openTo(draft.snapshot, asker);
  for (const part of asker.shape.parts)
    for (const pod of podsOf(asker.workload, part))
      if (seatPod(draft, { kind: part.kind, part: part.at, pod }, confines) === undefined)
        return part;
  return undefined;
};

/** What nodes say to one more pod, each counted once. */
const counted = (table: NodeTable, kind: Kind): NoMatch => {
  const said = new Map<string, number>();
  let nodes = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] !== 1) continue;
    nodes += 1;
    const obstacle = obstacleAt(table, kind, slot);
    if (obstacle === 'none' && roomOf(table, kind, slot) > 0) continue;
    const reason = obstacle === 'none' ? 'no-room' : obstacle;
    said.set(reason, (said.get(reason) ?? 0) + 1);
  }
  const [refusedBySelector, refusedByTaint] = [said.get('selector') ?? 0, said.get('taint') ?? 0];
  const refusals = [...said]
    .filter(([reason]) => reason !== 'selector' && reason !== 'taint')
    .map(([reason, count]) => ({ reason, nodes: count }))
    .toSorted((a, b) => compareIds(a.reason, b.reason));
  return { _tag: 'NoMatchingNode', nodes, refusedBySelector, refusedByTaint, refusals };
};

/**
 * What nodes say to the first pod that finds none for its neighbours, those of its own that did find one among them.
 *
 * @cost O(pods · nodes)
 */
export const refusedByNeighbours = (draft: Draft, asker: Asker): NoMatch => {
  const { nodes: table } = draft.snapshot;
  const mark = markOf(draft.journal);
  const lacking = firstLacking(draft, asker);
  const parts = lacking === undefined ? asker.shape.parts : [lacking];
  const each = parts.map(({ kind }) => counted(table, kind));
  undoTo(draft.journal, mark);
  const none: NoMatch = {
    _tag: 'NoMatchingNode',
    nodes: table.count,
    refusedBySelector: 0,
    refusedByTaint: 0,
  };
  return each.find(isForNeighbours) ?? each[0] ?? none;
};
