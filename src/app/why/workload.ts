import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Origin } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { workloadHistory } from '../../../projections/workload-history/index.ts';
import type { HistoryEntry } from '../../../projections/workload-history/view.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause, placeOf, type Why } from './cause.ts';
import type { Past } from './past.ts';
import { pendingCauses } from './pending.ts';
import { givenCause, isGiven } from './placed.ts';
import { isTaken, takenCause } from './taken.ts';

/** Why a workload is as it is; `undefined` for one that nobody ever heard of by then. */
export const whyWorkload = async (
  past: Past,
  id: string,
): Promise<Either<ReadFault, Why | undefined>> => {
  const facts = await past.factsOf(`workload/${id}`);
  if (isLeft(facts)) return facts;
  if (facts.right.length === 0) return right(undefined);
  const history = facts.right.reduce(workloadHistory.apply, workloadHistory.initial());
  const causes = await causesOf(past, id, { facts: facts.right, phase: history.phase });
  if (isLeft(causes)) return causes;
  const { revision, asOfMs } = past;
  const last = history.entries.findLast(({ type }) => !quiet.has(type)) ?? history.entries.at(-1);
  const because = cause(
    outcomeText(history.phase, last),
    causes.right,
    last === undefined ? {} : placeOf(last),
  );
  return right({
    subject: { kind: 'workload', id },
    revision,
    asOfMs,
    outcome: history.phase,
    because,
  });
};

/** Facts that say nothing about the phase. */
const quiet: ReadonlySet<string> = new Set(['WorkloadDeferred', 'WorkloadNominated']);

const outcomeText = (phase: string, last: HistoryEntry | undefined): string =>
  last === undefined ? `It is ${phase}.` : `It is ${phase}: ${last.text}`;

interface Told {
  readonly facts: readonly BerthRecorded[];
  readonly phase: string;
}

const causesOf = async (
  past: Past,
  id: string,
  { facts, phase }: Told,
): Promise<Either<ReadFault, readonly Cause[]>> => {
  switch (phase) {
    case 'Creating':
    case 'Pending':
      return together([right(pendingCauses(past, id, facts)), await lastTaken(past, facts)]);
    case 'Terminating':
      return lastTaken(past, facts);
    case 'Initializing':
    case 'Running':
    case 'Degraded':
      return together([await lastGiven(past, facts), await partTaken(past, facts)]);
    default:
      return right(askedCauses(facts));
  }
};

type Causes = Either<ReadFault, readonly Cause[]>;

const together = (parts: readonly Causes[]): Causes => {
  const all: Cause[] = [];
  for (const part of parts) {
    if (isLeft(part)) return part;
    all.push(...part.right);
  }
  return right(all);
};

const oneOf = async (made: Promise<Either<ReadFault, Cause>>): Promise<Causes> => {
  const one = await made;
  return isLeft(one) ? one : right([one.right]);
};

/** Why it lost its devices the last time, if it has had none since. */
const lastTaken = async (past: Past, facts: readonly BerthRecorded[]): Promise<Causes> => {
  const fact = facts.findLast((one) => isTaken(one) || lossOrGain.has(one.type));
  if (fact === undefined || fact.type === 'WorkloadAllocated') return right([]);
  return isTaken(fact) ? oneOf(takenCause(past, fact)) : right(lostCauses(fact));
};

const lossOrGain: ReadonlySet<string> = new Set([
  'WorkloadAllocated',
  'WorkloadInterrupted',
  'WorkloadRetryScheduled',
]);

/** It lost them, and nobody decided so. */
const lostCauses = (fact: BerthRecorded): readonly Cause[] => {
  const [entry] = workloadHistory.apply(workloadHistory.initial(), fact).entries;
  const says = `It lost its devices: ${entry?.text ?? fact.type}`;
  const figures = { ...fact.data, causationId: fact.causationId };
  return [cause(says, [], { figures, ...placeOf(fact) })];
};

const lastGiven = async (past: Past, facts: readonly BerthRecorded[]): Promise<Causes> => {
  const fact = facts.filter(isGiven).findLast(({ type }) => type !== 'WorkloadNominated');
  return fact === undefined ? right([]) : oneOf(givenCause(past, fact));
};

/** Some of its pods were taken since it got the others. */
const partTaken = async (past: Past, facts: readonly BerthRecorded[]): Promise<Causes> => {
  const given = facts.findLast(({ type }) => type === 'WorkloadAllocated')?.revision ?? 0;
  const fact = facts.filter(isTaken).findLast(({ revision }) => revision > given);
  return fact === undefined ? right([]) : oneOf(takenCause(past, fact));
};

/** Who asked for it, or which limit was reached: whoever is behind the last fact that is no mere observation. */
const askedCauses = (facts: readonly BerthRecorded[]): readonly Cause[] => {
  const fact = facts.findLast(({ type }) => asking.has(type));
  if (fact === undefined) return [];
  const { actor, commandId, origin, causationId } = fact;
  const by = origin === 'command' ? `${actor} asked for it` : otherOrigins[origin];
  const through = causationId === undefined ? '' : `, because of ${causationId}`;
  const reason = 'reason' in fact.data && fact.data.reason !== '' ? `: ${fact.data.reason}` : '';
  const figures = { actor, commandId, origin, causationId };
  return [
    cause(`${by}${reason} (command ${commandId}${through}).`, [], { figures, ...placeOf(fact) }),
  ];
};

const otherOrigins: Readonly<Record<Exclude<Origin, 'command'>, string>> = {
  observation: 'The cluster reported it',
  decision: 'A rule of the engine made it so',
  time: 'Its time had come',
};

const asking: ReadonlySet<string> = new Set([
  'WorkloadStopRequested',
  'WorkloadTimeLimitReached',
  'WorkloadDeletionRequested',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadCompleted',
  'WorkloadResumed',
]);
