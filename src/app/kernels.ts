import type {
  KernelFault,
  KernelView,
  LoadKernel,
  ReleasedKernel,
  Rules,
} from '../../adapters/ports/kernels.ts';
import { kernelVersion } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { decisionsFor, holdersIn } from './allocate.ts';
import type { PoolDecisions, PoolMoment } from './pool-decisions.ts';
import type { Brain } from './brain.ts';
import type { WorkloadDecision } from './decisions-of-plan.ts';
import { adoptedIn, layingOut, layoutOf } from './policy.ts';
import { type ReadFact, readFacts, type ReadFault } from './read.ts';

/** A decision of a kernel that this program does not have. */
export interface KernelMissing {
  readonly _tag: 'KernelMissing';
  readonly revision: Revision;
  readonly fault: KernelFault;
  /** The version that this program decides by. */
  readonly own: string;
}

/** The kernels whose decisions a ledger holds, each with its own view of the facts so far. */
export interface Kernels {
  /** Brings the kernels that decided something in a page, and their views to the fact before it. */
  readonly ready: (
    page: readonly ReadFact[],
  ) => Promise<Either<ReadFault | KernelMissing, undefined>>;
  readonly apply: (fact: BerthRecorded) => void;
  /** What the kernel of that version decides for a node pool at a time; a sentence where it cannot. */
  readonly decide: (
    version: string,
    moment: PoolMoment,
  ) => Either<string, readonly WorkloadDecision[]>;
}

/** An older kernel, up to the fact that it could not take. */
interface Older {
  readonly kernel: ReleasedKernel;
  readonly view: KernelView;
  stuck: string | undefined;
}

/**
 * Keeps the kernels of a ledger: the program's own looks at the brain's capacity, older ones come as they were released
 * and look at the same facts by their own eyes.
 *
 * An older kernel costs nothing where it decided nothing; where it did, the facts before its first decision are read
 * once more.
 */
export const kernelsOf = (brain: Brain, log: Pick<EventLog, 'read'>, load: LoadKernel): Kernels => {
  const older = new Map<string, Older>();
  return {
    ready: (page) => ready(older, page, { log, load }),
    apply: (fact) => {
      for (const one of older.values()) show(one, fact);
    },
    decide: (version, moment) => {
      if (version === kernelVersion) return right(decisionsFor(brain, moment).decisions);
      const one = older.get(version);
      return one === undefined
        ? left(`no kernel ${version}`)
        : decisionsIn(decidedBy(one, brain, moment));
    },
  };
};

/** The version of the kernel that a fact names; `undefined` where no kernel decided it. */
export const kernelOf = ({ data }: BerthRecorded): string | undefined =>
  'basis' in data ? data.basis.kernel : undefined;

const ready = async (
  older: Map<string, Older>,
  page: readonly ReadFact[],
  { log, load }: { readonly log: Pick<EventLog, 'read'>; readonly load: LoadKernel },
): Promise<Either<ReadFault | KernelMissing, undefined>> => {
  const to = (page[0]?.fact.revision ?? 1) - 1;
  for (const { fact } of page) {
    const version = kernelOf(fact);
    if (version === undefined || version === kernelVersion || older.has(version)) continue;
    const { revision } = fact;
    const one = await broughtTo(version, { revision, to }, { log, load });
    if (isLeft(one)) return one;
    older.set(version, one.right);
  }
  return right(undefined);
};

/** Loads a kernel and shows it the facts up to a revision; `revision` is where it is needed first. */
const broughtTo = async (
  version: string,
  { revision, to }: { readonly revision: Revision; readonly to: Revision },
  { log, load }: { readonly log: Pick<EventLog, 'read'>; readonly load: LoadKernel },
): Promise<Either<ReadFault | KernelMissing, Older>> => {
  const found = await load(version);
  if (isLeft(found)) {
    return left({ _tag: 'KernelMissing', revision, fault: found.left, own: kernelVersion });
  }
  const one: Older = { kernel: found.right, view: found.right.begin(), stuck: undefined };
  const read = await readFacts(log, { after: 0, to }, (before) => show(one, before.fact));
  return isLeft(read) ? read : right(one);
};

/** One older kernel that is asked at every moment, whether it decided anything then or not. */
export interface OlderKernel {
  readonly apply: (fact: BerthRecorded) => void;
  readonly decide: (brain: Brain, moment: PoolMoment) => Either<string, PoolDecisions>;
}

/** Brings an older kernel to a revision of a ledger. */
export const olderKernelAt = async (
  version: string,
  to: Revision,
  { log, load }: { readonly log: Pick<EventLog, 'read'>; readonly load: LoadKernel },
): Promise<Either<ReadFault | KernelMissing, OlderKernel>> => {
  const one = await broughtTo(version, { revision: to, to }, { log, load });
  if (isLeft(one)) return one;
  return right({
    apply: (fact) => show(one.right, fact),
    decide: (brain, moment) => decidedBy(one.right, brain, moment),
  });
};

/** A kernel knows the facts of its time: what came later may be more than it can take. */
const show = (one: Older, fact: BerthRecorded): void => {
  if (one.stuck !== undefined) return;
  try {
    one.view.apply(fact);
  } catch (error) {
    one.stuck = `kernel ${one.kernel.version} cannot take revision ${fact.revision}: ${String(error)}`;
  }
};

/** The decisions alone. */
export const decisionsIn = (
  decided: Either<string, PoolDecisions>,
): Either<string, readonly WorkloadDecision[]> =>
  isLeft(decided) ? decided : right(decided.right.decisions);

const laidOut = layingOut<Rules>();

const decidedBy = (
  { kernel, view, stuck }: Older,
  brain: Brain,
  { nodePoolId, nowMs }: PoolMoment,
): Either<string, PoolDecisions> => {
  if (stuck !== undefined) return left(stuck);
  const chosen = adoptedIn(brain) ?? kernel.defaultPolicy;
  const rules = laidOut(chosen, layoutOf(brain, nodePoolId));
  const basis = {
    revision: brain.states.revision,
    kernel: kernel.version,
    policy: rules.version,
  };
  try {
    const made = view.plan(nodePoolId, rules, { nowMs });
    if (made === undefined) return right({ decisions: [] });
    const decisions = kernel.decisionsOf(made, basis, holdersIn(brain));
    return right({
      ...(made.wakeAtMs === undefined ? {} : { wakeAtMs: made.wakeAtMs }),
      decisions,
    });
  } catch (error) {
    return left(`kernel ${kernel.version} failed: ${String(error)}`);
  }
};
