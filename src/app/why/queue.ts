import {
  judgeAnew,
  lineOf,
  queueFigures,
  type QueuePlace,
  type Snapshot,
} from '../../../domain/allocation/index.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { snapshotOf } from '../../../projections/capacity/index.ts';
import { stateIn } from '../aggregates.ts';
import { policyFor } from '../policy.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause, placeOf, type Why } from './cause.ts';
import type { Past } from './past.ts';
import { queueCause } from './sentences.ts';

/** Why a queue has what it has: its figures up to the root, who is first in it, and why that one waits. */
export const whyQueue = async (
  past: Past,
  id: string,
): Promise<Either<ReadFault, Why | undefined>> => {
  const { brain, revision, asOfMs } = past;
  const state = stateIn(brain.states, 'queue', id);
  if (state === undefined || state.phase === 'Absent') return right(undefined);
  const facts = await past.factsOf(`queue/${id}`);
  if (isLeft(facts)) return facts;
  const last = facts.right.at(-1);
  const snapshot = snapshotOf(brain.capacity, state.nodePoolId);
  const policy = policyFor(brain, state.nodePoolId);
  const places = snapshot === undefined ? [] : queueFigures(snapshot, policy, id);
  const [own, ...above] = places;
  const waiting =
    snapshot === undefined ? [] : firstCauses({ ...past, snapshot }, id, state.nodePoolId);
  const causes = [...above.map(queueCause), ...waiting];
  const because = cause(outcomeText(state.phase, own), causes, {
    ...(own === undefined ? {} : { figures: { ...own } }),
    ...(last === undefined ? {} : placeOf(last)),
  });
  const subject = { kind: 'queue', id } as const;
  return right({ subject, revision, asOfMs, outcome: standingOf(state.phase, own), because });
};

/** What a queue has against what it is owed, in a word. */
const standingOf = (phase: string, own: QueuePlace | undefined): string => {
  if (phase !== 'Open' || own === undefined) return phase;
  const held = own.allocated.gpuMilli;
  const share = own.fairShare.gpuMilli;
  return held > share
    ? 'AboveFairShare'
    : held < Math.min(share, own.requested.gpuMilli)
      ? 'BelowFairShare'
      : 'AtFairShare';
};

const outcomeText = (phase: string, own: QueuePlace | undefined): string =>
  own === undefined || phase !== 'Open' ? `It is ${phase}.` : queueCause(own).says;

/** Whoever waits first in it, and why that one waits: it speaks for its queue. */
const firstCauses = (
  { snapshot, brain, asOfMs }: Past & { readonly snapshot: Snapshot },
  id: string,
  nodePoolId: string,
): readonly Cause[] => {
  const waiting = lineOf(snapshot, id);
  const [first] = waiting;
  if (first === undefined) return [cause('Nobody waits in it.')];
  const policy = policyFor(brain, nodePoolId);
  const judged = judgeAnew(snapshot, { policy, moment: { nowMs: asOfMs } }, first.id);
  const asks = amountText(first.shape.amounts.gpuMilli, 'gpuMilli');
  const why =
    judged.verdict === undefined ? 'Nothing stands against it.' : messageOf(judged.verdict);
  const wait = waiting.length === 1 ? 'waits' : 'wait';
  const says = `${countText(waiting.length, 'workload')} ${wait} in it; first is ${first.id}, which asks for ${asks}.`;
  return [cause(says, [cause(why)], { figures: { waiting: waiting.length, first: first.id } })];
};
