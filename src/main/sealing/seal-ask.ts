import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Asking, LiveBrain, Refusal } from '../../../adapters/ports/live-brain.ts';
import type { KeysUnusable, Seals } from '../../../adapters/ports/seals.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import {
  type Confidential,
  problemOf,
  withConfidential,
  withoutConfidential,
  type WorkloadSpec,
} from '../../../domain/workload/index.ts';
import { type ReadFault, readPage } from '../../app/read.ts';

/** An ask as it is decided, and what of it goes into its fact unread. */
export interface SealedAsk {
  readonly asking: Asking;
  readonly sealed: string | undefined;
}

/** How a brain seals what is confidential. */
export interface Sealing {
  readonly seals: Seals;
  /** Whether new submissions are sealed; what was sealed before is opened in any case. */
  readonly isOn: boolean;
}

/** Whether anything is to be looked at before an ask is decided; nearly always nothing is. */
export const isSealable = ({ ask }: Asking, sealing: Sealing | undefined): boolean =>
  ask.type === 'SubmitWorkload' && (sealing?.isOn === true || ask.spec.clonedFrom !== undefined);

/** A fact with what was sealed of it put back, as far as that can be read. */
export const unsealedBy =
  (seals: Seals | undefined) =>
  <Fact extends BerthRecorded>(fact: Fact): Fact => {
    if (fact.type !== 'WorkloadSubmitted' || fact.protected === undefined) return fact;
    const opened = openedConfidential(seals, `workload/${fact.subject.id}`, fact.protected);
    return typeof opened === 'string'
      ? fact
      : { ...fact, data: withConfidential(fact.data, opened) };
  };

/**
 * Takes out of a submission what may hold secrets, and seals it; a copy gets what its source had.
 *
 * It is judged as a whole before: what is sealed, nobody judges any more.
 */
export const sealAsk = async (
  asking: Asking,
  ledger: LiveBrain['ledger'],
  sealing: Sealing | undefined,
): Promise<Either<ReadFault | KeysUnusable, Either<Refusal, SealedAsk>>> => {
  const { ask } = asking;
  if (ask.type !== 'SubmitWorkload') return right(right({ asking, sealed: undefined }));
  const whole = await wholeSpec(ask.spec, ledger, sealing?.seals);
  if (isLeft(whole)) return whole;
  if (isLeft(whole.right)) return right(whole.right);
  const problem = problemOf(whole.right.right);
  const asked = { ...asking, ask: { ...ask, spec: whole.right.right } };
  if (sealing?.isOn !== true || problem !== undefined) {
    return right(right({ asking: asked, sealed: undefined }));
  }
  const { spec, confidential } = withoutConfidential(whole.right.right);
  const opened = { ...asking, ask: { ...ask, spec } };
  if (confidential === undefined || asking.isDryRun === true) {
    return right(right({ asking: opened, sealed: undefined }));
  }
  const subject = `workload/${ask.workloadId}`;
  const sealed = await sealing.seals.seal(subject, JSON.stringify(confidential));
  return isLeft(sealed) ? sealed : right(right({ asking: opened, sealed: sealed.right }));
};

/** A copy is of all that was asked for its source, also of what was sealed there. */
const wholeSpec = async (
  spec: WorkloadSpec,
  ledger: LiveBrain['ledger'],
  seals: Seals | undefined,
): Promise<Either<ReadFault, Either<Refusal, WorkloadSpec>>> => {
  if (spec.clonedFrom === undefined) return right(right(spec));
  const subject = `workload/${spec.clonedFrom}`;
  const found = await readPage(
    { read: (after, max) => ledger.readSubject(subject, after, max) },
    0,
    1,
  );
  if (isLeft(found)) return found;
  const sealed = found.right[0]?.fact.protected;
  if (sealed === undefined) return right(right(spec));
  const opened = openedConfidential(seals, subject, sealed);
  return typeof opened === 'string'
    ? right(
        left({
          _tag: 'SourceSealed',
          sourceId: spec.clonedFrom,
          isShredded: opened === 'shredded',
        }),
      )
    : right(right(withConfidential(spec, opened)));
};

/** What was sealed for a subject; a word where it cannot be read any more, or not here. */
export const openedConfidential = (
  seals: Seals | undefined,
  subject: string,
  sealed: string,
): Confidential | 'shredded' | 'without its key' => {
  const opened = seals?.open(subject, sealed);
  if (opened?._tag === 'Shredded') return 'shredded';
  if (opened?._tag !== 'Plain') return 'without its key';
  const confidential: Confidential = JSON.parse(opened.text);
  return confidential;
};
