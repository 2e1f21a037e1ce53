import { createHash } from 'node:crypto';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { canonicalJson } from '../../domain/foundation/json.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { LoadKernel } from '../../adapters/ports/kernels.ts';
import type { Brain } from './brain.ts';
import { createChecker, type Found, type Mismatch } from './checker.ts';
import { type KernelMissing, kernelsOf } from './kernels.ts';
import { createLinesDigest } from './lines-digest.ts';
import { type ReadFault, readPage } from './read.ts';
import { type Share, soleShare } from './share.ts';
import type { States } from './states.ts';

/** What a replay found. */
export interface ReplayReport {
  /** It began behind this fact. */
  readonly from: Revision;
  /** The last fact that was looked at, and its chain hash. */
  readonly revisions: Revision;
  readonly head: string;
  /** Plans of the kernel recomputed. */
  readonly plans: number;
  /** Commands of processes recomputed. */
  readonly reactions: number;
  /** Facts in those plans and reactions. */
  readonly decisions: number;
  readonly mismatches: readonly Mismatch[];
  /** sha256 over every decision as it is stored, in order. */
  readonly decisionDigest: string;
  /** sha256 over the final state of every aggregate, by kind and id, in canonical JSON. */
  readonly stateDigest: string;
  /** One digest for both: the same on every run and machine. */
  readonly digest: string;
}

/** What keeps a replay from its end. */
export type ReplayFault = ReadFault | KernelMissing;

/** Which part to do, and whom to tell how far it is. */
export interface ReplayOptions {
  /** Recompute decisions; otherwise only fold. */
  readonly verify: boolean;
  readonly mismatchesMax: number;
  readonly onProgress: (revision: Revision, to: Revision) => void;
  /** The last fact to look at; all where absent. */
  readonly to?: Revision;
  /** Brings kernels of older versions, for what they decided; absent: there are none. */
  readonly loadKernel?: LoadKernel;
}

/**
 * Replays a ledger from where the brain stands, zero as a rule: folds every fact, and recomputes from the facts before it what the kernel decided and what
 * processes asked for: each decision of a kernel by the kernel that it names.
 *
 * Inputs come from the fold alone: what a decision says of itself is only compared. The hash chain is not looked at:
 * `ledger verify` does that; a replay reads what is stored.
 * @cost about 10 µs a fact where plans are small
 */
export const replay = async (
  brain: Brain,
  log: Pick<EventLog, 'head' | 'read'>,
  options: ReplayOptions,
): Promise<Either<ReplayFault, ReplayReport>> => {
  const walked = await replayShare(brain, log, { ...options, share: soleShare });
  if (isLeft(walked)) return walked;
  const { whole, mismatches } = walked.right;
  invariant(whole !== undefined, () => 'who walks alone comes to the end');
  return right({ ...whole, mismatches });
};

/** What one of several walkers found in what it judged. */
export interface Walked {
  readonly mismatches: readonly Mismatch[];
  /** What does not depend on who judged: of the walker that judged the end. */
  readonly whole?: Omit<ReplayReport, 'mismatches'>;
}

/** What of a ledger's facts somebody walks. */
export interface Sharing {
  readonly share: Share;
  /** Reads what others judge, and prove; absent: it is read like what is judged here. */
  readonly glance?: Pick<EventLog, 'read'>;
}

/** Replays as far as a share goes: every fact is folded, and what begins in the walker's own pages is judged. */
export const replayShare = async (
  brain: Brain,
  log: Pick<EventLog, 'head' | 'read'>,
  { share, glance = log, ...options }: ReplayOptions & Sharing,
): Promise<Either<ReplayFault, Walked>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const kernels = kernelsOf(brain, log, options.loadKernel ?? noOlder);
  const checker = createChecker(brain, { ...options, kernels });
  const to = Math.min(options.to ?? Infinity, head.right.revision);
  const from = brain.states.revision;
  let at = from;
  let { hash } = head.right;
  while (at < to) {
    const number = Math.floor((at - from) / share.pageFacts);
    const isOwn = share.takes(number);
    if (!isOwn && !checker.holdsOwn() && share.isIdle(number)) {
      return right({ mismatches: checker.end().mismatches });
    }
    const end = Math.min(to, from + (number + 1) * share.pageFacts);
    const page = await readPage(isOwn ? log : glance, at, end - at);
    if (isLeft(page)) return page;
    if (page.right.length === 0) break;
    hash = page.right.at(-1)?.record.hash ?? hash;
    const ready = options.verify && (await kernels.ready(page.right));
    if (ready !== false && isLeft(ready)) return ready;
    for (const read of page.right) checker.see(read, isOwn);
    at = page.right.at(-1)?.fact.revision ?? at;
    options.onProgress(at, to);
  }
  const { mismatches, ...found } = checker.end();
  const whole = { from, revisions: to, head: hexOf(hash), ...found, ...digestsOf(brain, found) };
  return right({ mismatches, whole });
};

const digestsOf = (
  { states }: Brain,
  { decisionDigest }: Pick<Found, 'decisionDigest'>,
): Pick<ReplayReport, 'stateDigest' | 'digest'> => {
  const stateDigest = digestOf(states);
  const digest = createHash('sha256').update(`${decisionDigest}${stateDigest}`).digest('hex');
  return { stateDigest, digest };
};

const noOlder: LoadKernel = async (version) => left({ _tag: 'KernelUnknown', version, known: [] });

/** One digest for the state of everything: equal states give equal digests on every machine. */
export const digestOf = (states: States): string => {
  const digest = createLinesDigest();
  for (const [kind, standings] of Object.entries(states.byKind)) {
    for (const [id, standing] of [...standings].toSorted(([a], [b]) => compareIds(a, b))) {
      digest.add(`${kind}/${id}#${standing.subjectRevision}=${canonicalJson(standing.state)}`);
    }
  }
  return digest.hex();
};
