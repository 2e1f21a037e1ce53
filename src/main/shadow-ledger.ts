import { releasedKernels } from '../../adapters/kernels/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../adapters/ports/moment.ts';
import type { InputFault } from '../../adapters/ports/scenario.ts';
import { kernelVersion, type Policy } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import { decisionsFor } from '../app/allocate.ts';
import type { Brain } from '../app/brain.ts';
import { decisionsIn, type KernelMissing, olderKernelAt } from '../app/kernels.ts';
import { policyUnder } from '../app/policy.ts';
import type { ReadFault } from '../app/read.ts';
import { type Shadow, shadowReplay, type ShadowReport } from '../app/shadow/index.ts';
import { brainIn, type MomentUnknown } from './brain-at.ts';
import { looksLikeBundle } from './bundle/lines.ts';
import { type BundleFault, openBundle } from './bundle/open-bundle.ts';
import { refusedBundle } from './bundle/read-bundle.ts';
import { asksForPart, wholeOnly } from './bundle/whole-only.ts';
import { refused } from './config/refusal.ts';
import { withLedger } from './ledger-file.ts';
import type { OnProgress } from './verify-ledger.ts';
import { wholePart } from './whole-commands.ts';

/** What the shadow is: another kernel, or other rules; and which part of the ledger it looks at. */
export interface ShadowQuestion {
  /** The program's own unless said. */
  readonly kernel?: string | undefined;
  /** Those of the ledger unless said. */
  readonly policy?: Policy | undefined;
  readonly from?: Revision | undefined;
  readonly to?: Revision | undefined;
}

/** What keeps a shadow replay from its end. */
export type ShadowFault = ReadFault | MomentUnknown | MomentsTurned | KernelMissing | BundleFault;

/** Examples that a report shows. */
const examplesMax = 10;

/** Tells what another kernel, or other rules, would have decided otherwise in a ledger file or a bundle. */
export const shadowLedger = async (
  path: string,
  question: ShadowQuestion,
  onProgress: OnProgress,
): Promise<Either<ShadowFault, ShadowReport>> =>
  (await looksLikeBundle(path))
    ? inBundle(path, question, onProgress)
    : inFile(path, question, onProgress);

const inBundle = async (
  path: string,
  question: ShadowQuestion,
  onProgress: OnProgress,
): Promise<Either<ShadowFault, ShadowReport>> => {
  const { kernel = kernelVersion } = question;
  const flag = asksForPart(question);
  if (flag !== undefined) return wholeOnly(flag);
  const opened = await openBundle(path, undefined);
  if (isLeft(opened)) return opened;
  const { brain, log, header } = opened.right;
  if (kernel !== kernelVersion && header.from > 1) {
    const problem = `kernel ${kernel} needs all facts before its decisions`;
    return refusedBundle(problem, 'ask for one that begins with fact 1: --from 1');
  }
  const shadow = await shadowOf(log, brain, question);
  if (isLeft(shadow)) return shadow;
  try {
    const options = { shadow: shadow.right, to: header.to, examplesMax, onProgress };
    return await shadowReplay(brain, log, options);
  } catch (error) {
    // A state that somebody bent can be anything: it is refused where the fold stumbles over it.
    if (header.state === null) throw error;
    return refusedBundle(`its facts do not go with its state: ${String(error)}`);
  }
};

const inFile = (
  path: string,
  question: ShadowQuestion,
  onProgress: OnProgress,
): Promise<Either<ShadowFault, ShadowReport>> =>
  withLedger<ShadowFault, ShadowReport>(path, 'read', async (log) => {
    const part = await wholePart(log, question);
    if (isLeft(part)) return part;
    const { from, to } = part.right;
    const brain = await brainIn(log, from);
    if (isLeft(brain)) return brain;
    const shadow = await shadowOf(log, brain.right, { ...question, from });
    if (isLeft(shadow)) return shadow;
    return shadowReplay(brain.right, log, { shadow: shadow.right, to, examplesMax, onProgress });
  });

const shadowOf = async (
  log: Pick<EventLog, 'read'>,
  brain: Brain,
  { kernel = kernelVersion, policy, from = 0 }: ShadowQuestion,
): Promise<Either<ReadFault | KernelMissing | InputFault, Shadow>> => {
  if (kernel === kernelVersion) return right(ownUnder(brain, policy));
  const older = await olderKernelAt(kernel, from, { log, load: releasedKernels() });
  if (isLeft(older)) return unknownKernel(older.left) ?? older;
  const { apply, decide } = older.right;
  return right({ apply, decide: (moment) => decisionsIn(decide(brain, moment)) });
};

/** Nobody decided by a kernel that somebody only names: what they named is refused, not the ledger. */
const unknownKernel = (fault: ReadFault | KernelMissing): Either<InputFault, never> | undefined =>
  fault._tag === 'KernelMissing' && fault.fault._tag === 'KernelUnknown'
    ? refused({ _tag: 'Flag', flag: '--kernel' }, undefined, {
        problem: `there is no kernel ${fault.fault.version}`,
        remedy: `name one of ${[...new Set([...fault.fault.known, fault.own])].join(', ')}`,
      })
    : undefined;

const ownUnder = (brain: Brain, policy: Policy | undefined): Shadow => ({
  apply: () => undefined,
  decide: (moment) =>
    right(
      decisionsFor(
        brain,
        moment,
        policy === undefined ? undefined : policyUnder(policy, brain, moment.nodePoolId),
      ).decisions,
    ),
});
