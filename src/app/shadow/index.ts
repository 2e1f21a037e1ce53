import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { canonicalJson } from '../../../domain/foundation/json.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { markPlanned, poolsToPlan } from '../../../projections/capacity/index.ts';
import { planOfCommandId } from '../allocate.ts';
import type { PoolMoment } from '../pool-decisions.ts';
import type { Brain } from '../brain.ts';
import type { WorkloadDecision } from '../decisions-of-plan.ts';
import { readFacts, type ReadFault } from '../read.ts';
import { foldInto } from '../fold-brain.ts';
import { type Outcome, outcomeOf, recordedOutcome } from './outcome.ts';

export type { Outcome } from './outcome.ts';

/** Decides for a pool otherwise than the ledger did: by another kernel, or under other rules. */
export interface Shadow {
  readonly apply: (fact: BerthRecorded) => void;
  /** A sentence where it cannot. */
  readonly decide: (moment: PoolMoment) => Either<string, readonly WorkloadDecision[]>;
}

/** A moment at which something else would have been decided; at most some decisions of each are shown. */
export interface OtherPlan {
  /** The state that was decided on. */
  readonly revision: Revision;
  readonly atMs: InstantMs;
  readonly nodePoolId: string;
  readonly onlyRecorded: readonly Outcome[];
  readonly onlyShadow: readonly Outcome[];
}

/** What would have been decided otherwise. */
export interface ShadowReport {
  readonly from: Revision;
  readonly to: Revision;
  /** Moments at which the ledger or the shadow decided something. */
  readonly plans: number;
  readonly plansOtherwise: number;
  /** Decisions by what they are: as recorded, by the shadow, and in both. */
  readonly decisions: Readonly<
    Record<string, { readonly recorded: number; readonly shadow: number; readonly same: number }>
  >;
  /** Workloads about which something else would have been decided. */
  readonly workloads: number;
  /** The first plans that differ. */
  readonly examples: readonly OtherPlan[];
  /** Why the shadow could not decide, where it could not; the first reason. */
  readonly stuck?: { readonly revision: Revision; readonly reason: string };
}

/** Which part of a ledger, and how many examples are kept. */
export interface ShadowOptions {
  readonly to: Revision;
  readonly examplesMax: number;
  readonly onProgress: (revision: Revision, to: Revision) => void;
}

type Counts = Map<string, { recorded: number; shadow: number; same: number }>;

interface Watch {
  readonly brain: Brain;
  readonly shadow: Shadow;
  readonly options: ShadowOptions;
  readonly counts: Counts;
  readonly workloads: Set<string>;
  readonly examples: OtherPlan[];
  plans: number;
  plansOtherwise: number;
  stuck: { revision: Revision; reason: string } | undefined;
  /** The facts of one plan, until the next command begins. */
  batch: BerthRecorded[];
  atMs: InstantMs;
}

/**
 * Lets a shadow decide at every moment at which the ledger did, on the state as it was recorded, and tells where it
 * would have decided otherwise. Nothing comes of what it decides: each moment stands for itself.
 *
 * A plan that decided nothing left no fact; it is made again where an instant ended with a pool that had changed.
 * When a plan was made only because time had passed and decided nothing, nobody knows.
 */
export const shadowReplay = async (
  brain: Brain,
  log: Pick<EventLog, 'read'>,
  { shadow, ...options }: ShadowOptions & { readonly shadow: Shadow },
): Promise<Either<ReadFault, ShadowReport>> => {
  const from = brain.states.revision;
  const watch: Watch = {
    brain,
    shadow,
    options,
    counts: new Map(),
    workloads: new Set(),
    examples: [],
    plans: 0,
    plansOtherwise: 0,
    stuck: undefined,
    batch: [],
    atMs: 0,
  };
  const read = await readFacts(log, { after: from, to: options.to }, ({ fact }) => {
    see(watch, fact);
    if (fact.revision % 4096 === 0) options.onProgress(fact.revision, options.to);
  });
  if (isLeft(read)) return read;
  closeBatch(watch);
  const { plans, plansOtherwise, counts, workloads, examples, stuck } = watch;
  return right({
    from,
    to: read.right,
    plans,
    plansOtherwise,
    decisions: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    workloads: workloads.size,
    examples,
    ...(stuck === undefined ? {} : { stuck }),
  });
};

const see = (watch: Watch, fact: BerthRecorded): void => {
  if (watch.batch[0] !== undefined && watch.batch[0].commandId !== fact.commandId)
    closeBatch(watch);
  if (fact.atMs > watch.atMs) {
    if (watch.atMs > 0) planUnplanned(watch);
    watch.atMs = fact.atMs;
  }
  if (fact.origin === 'decision' && planOfCommandId(fact.commandId) !== undefined) {
    watch.batch.push(fact);
  } else fold(watch, fact);
};

const fold = ({ brain, shadow }: Watch, fact: BerthRecorded): void => {
  foldInto(brain, fact);
  shadow.apply(fact);
};

/** Judges the plan in hand, then folds it. */
const closeBatch = (watch: Watch): void => {
  const { batch } = watch;
  const [first] = batch;
  if (first === undefined) return;
  watch.batch = [];
  const nodePoolId = planOfCommandId(first.commandId)?.nodePoolId ?? '';
  compare(watch, { nodePoolId, nowMs: first.atMs }, batch.map(recordedOutcome));
  markPlanned(watch.brain.capacity, nodePoolId);
  for (const fact of batch) fold(watch, fact);
};

/** An instant has ended: what changed and was not planned since was planned without a fact. */
const planUnplanned = (watch: Watch): void => {
  for (const nodePoolId of poolsToPlan(watch.brain.capacity)) {
    compare(watch, { nodePoolId, nowMs: watch.atMs }, []);
    markPlanned(watch.brain.capacity, nodePoolId);
  }
};

const compare = (watch: Watch, moment: PoolMoment, recorded: readonly Outcome[]): void => {
  const decided = watch.shadow.decide(moment);
  const { revision } = watch.brain.states;
  if (isLeft(decided)) {
    watch.stuck ??= { revision, reason: decided.left };
    return;
  }
  const shadow = decided.right.map(outcomeOf);
  if (recorded.length === 0 && shadow.length === 0) return;
  watch.plans += 1;
  const [ours, theirs] = [textsOf(recorded), textsOf(shadow)];
  const onlyRecorded = recorded.filter((_, k) => !theirs.set.has(ours.list[k] ?? ''));
  const onlyShadow = shadow.filter((_, k) => !ours.set.has(theirs.list[k] ?? ''));
  count(watch.counts, recorded, { side: 'recorded', only: new Set(onlyRecorded) });
  count(watch.counts, shadow, { side: 'shadow', only: new Set(onlyShadow) });
  if (onlyRecorded.length + onlyShadow.length === 0) return;
  watch.plansOtherwise += 1;
  for (const { workloadId } of [...onlyRecorded, ...onlyShadow]) watch.workloads.add(workloadId);
  if (watch.examples.length >= watch.options.examplesMax) return;
  const { nodePoolId, nowMs: atMs } = moment;
  watch.examples.push({
    revision,
    atMs,
    nodePoolId,
    onlyRecorded: onlyRecorded.slice(0, shownMax),
    onlyShadow: onlyShadow.slice(0, shownMax),
  });
};

/** Most decisions of a plan that an example shows on each side. */
const shownMax = 5;

const textsOf = (outcomes: readonly Outcome[]) => {
  const list = outcomes.map(canonicalJson);
  return { list, set: new Set(list) };
};

const count = (
  counts: Counts,
  outcomes: readonly Outcome[],
  { side, only }: { readonly side: 'recorded' | 'shadow'; readonly only: ReadonlySet<Outcome> },
): void => {
  for (const one of outcomes) {
    const known = counts.get(one.decision) ?? { recorded: 0, shadow: 0, same: 0 };
    known[side] += 1;
    if (side === 'recorded' && !only.has(one)) known.same += 1;
    counts.set(one.decision, known);
  }
};
