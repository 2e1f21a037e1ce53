import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { Log } from '../../../adapters/ports/log.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Config } from '../config/index.ts';
import type { SealFault } from '../proof/seal.ts';
import { openSigner, type Signer } from '../proof/signer.ts';

/** Makes what signs a ledger where that is configured: before anything is written it has to be what was signed. */
export const signerOf = async (
  log: EventLog,
  { sign }: Pick<Config, 'sign'>,
): Promise<Either<SealFault, Signer | undefined>> => {
  if (sign === undefined) return right(undefined);
  const signer = await openSigner(log, sign);
  if (isLeft(signer)) await log.close()();
  return signer;
};

/** How often a ledger is signed, and who is told. */
interface Often {
  readonly config: Pick<Config, 'sign'>;
  readonly log: Log;
}

/**
 * Signs the ledger of a running brain: at the start, after so many facts, after so many minutes, and at the end.
 *
 * A checkpoint that cannot be kept is told in the log and tried again when the next is due. The answer ends it.
 */
export const startSigning = (
  brain: Pick<LiveBrain, 'follow' | 'revision'>,
  { config: { sign: often }, log }: Often,
  signer: Signer | undefined,
): (() => Promise<void>) => {
  if (signer === undefined || often === undefined) return async () => undefined;
  let triedAt = signer.signedUpTo();
  let inHand: Promise<void> | undefined;
  const signNow = async (): Promise<void> => {
    triedAt = brain.revision();
    const signed = await signer.sign();
    if (isLeft(signed)) log.error({ ...signed.left }, 'no checkpoint could be signed');
    else if (signed.right !== undefined)
      log.info({ revision: signed.right }, 'signed a checkpoint');
    inHand = undefined;
  };
  const signSoon = (): void => {
    inHand ??= signNow();
  };
  const unfollow = brain.follow(() => {
    if (brain.revision() - triedAt >= often.everyFacts) signSoon();
  });
  const timer = setInterval(signSoon, often.everyMinutes * 60_000);
  timer.unref();
  signSoon();
  return async () => {
    unfollow();
    clearInterval(timer);
    await inHand;
    await signNow();
  };
};
