import { createHash } from 'node:crypto';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { canonicalJson } from '../../domain/foundation/json.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import { capacity } from '../../projections/capacity/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { decisionsFor, planOfCommandId } from './allocate.ts';
import type { Brain } from './brain.ts';
import { firstDifference, type Difference } from './difference.ts';
import { pageMax, type ReadFact, type ReadFault, readPage } from './read.ts';
import { foldFact, type States } from './states.ts';

/** A decision in the ledger that does not follow from the facts before it. */
export interface Mismatch extends Difference {
  /** The first revision of the batch that holds the decision. */
  readonly revision: Revision;
  /** The revision of the state that the decision was made on. */
  readonly basis: Revision;
  readonly commandId: string;
}

/** What a replay found. */
export interface ReplayReport {
  readonly revisions: Revision;
  readonly head: string;
  /** Decision batches recomputed. */
  readonly plans: number;
  /** Facts in those batches. */
  readonly decisions: number;
  readonly mismatches: readonly Mismatch[];
  /** sha256 over every decision as it is stored, in order. */
  readonly decisionDigest: string;
  /** sha256 over the final state of every aggregate, by kind and id, in canonical JSON. */
  readonly stateDigest: string;
  /** One digest for both: the same on every run and machine. */
  readonly digest: string;
}

/** Which part to do, and whom to tell how far it is. */
export interface ReplayOptions {
  /** Recompute decisions; otherwise only fold. */
  readonly verify: boolean;
  readonly mismatchesMax: number;
  readonly onProgress: (revision: Revision, to: Revision) => void;
}

/**
 * Replays a ledger from zero: folds every fact, and recomputes each decision from the facts before it.
 *
 * Inputs come from the fold alone: what the decision says of itself is only compared. The hash chain is not trusted
 * either: `ledger verify` checks it; a replay reads what is stored.
 * @cost at least 100,000 facts/s
 */
export const replay = async (
  brain: Brain,
  log: EventLog,
  options: ReplayOptions,
): Promise<Either<ReadFault, ReplayReport>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const checker = createChecker(brain, options);
  const to = head.right.revision;
  let at = 0;
  while (at < to) {
    const page = await readPage(log, at, pageMax);
    if (isLeft(page)) return page;
    if (page.right.length === 0) break;
    for (const read of page.right) checker.see(read);
    at = page.right.at(-1)?.fact.revision ?? at;
    options.onProgress(at, to);
  }
  checker.end();
  const found = checker.found();
  const stateDigest = digestOf(brain.states);
  const digest = createHash('sha256').update(`${found.decisionDigest}${stateDigest}`).digest('hex');
  return right({ revisions: to, head: hexOf(head.right.hash), ...found, stateDigest, digest });
};

/** Gathers the facts of one decision batch, and holds them against what the kernel says now. */
const createChecker = (brain: Brain, { verify, mismatchesMax }: ReplayOptions) => {
  let batch: ReadFact[] = [];
  const digest = createHash('sha256');
  let plans = 0;
  let decisions = 0;
  const mismatches: Mismatch[] = [];
  const fold = (fact: BerthRecorded): void => {
    foldFact(brain.states, fact);
    if (capacity.handles.has(fact.type)) capacity.apply(brain.capacity, fact);
  };
  const check = ({ fact: first }: ReadFact): void => {
    const made = planOfCommandId(first.commandId);
    plans += 1;
    decisions += batch.length;
    const recomputed = made === undefined ? [] : decisionsFor(brain, made.nodePoolId);
    const difference = firstDifference(recomputed, batch);
    if (difference !== undefined && mismatches.length < mismatchesMax) {
      const { commandId, revision } = first;
      mismatches.push({ ...difference, revision, basis: made?.revision ?? 0, commandId });
    }
    digest.update(batch.map(({ record }) => record.body).join('\n'));
  };
  const end = (): void => {
    const first = batch[0];
    if (first === undefined) return;
    if (verify) check(first);
    const whole = batch;
    batch = [];
    for (const { fact } of whole) fold(fact);
  };
  return {
    see: (read: ReadFact): void => {
      const { fact } = read;
      if (batch.length > 0 && batch[0]?.fact.commandId !== fact.commandId) end();
      if (fact.origin === 'decision' && planOfCommandId(fact.commandId) !== undefined) {
        batch.push(read);
      } else fold(fact);
    },
    end,
    found: () => ({ plans, decisions, mismatches, decisionDigest: digest.digest('hex') }),
  };
};

/** One digest for the state of everything: equal states give equal digests on every machine. */
export const digestOf = (states: States): string => {
  const hash = createHash('sha256');
  for (const [kind, standings] of Object.entries(states.byKind)) {
    for (const [id, standing] of [...standings].toSorted(([a], [b]) => compareIds(a, b))) {
      hash.update(`${kind}/${id}#${standing.subjectRevision}=${canonicalJson(standing.state)}\n`);
    }
  }
  return hash.digest('hex');
};
