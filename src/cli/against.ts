import type { AgainstOptions } from '../main/proof/seal.ts';

/** What a ledger is held against, of two flags that belong together; a text where one is missing. */
export const againstOf = ({
  against,
  verifier,
}: {
  readonly against?: string;
  readonly verifier?: string;
}): AgainstOptions | string | undefined => {
  if (against === undefined && verifier === undefined) return undefined;
  if (against !== undefined && verifier !== undefined) {
    return { witnessFile: against, verifierFile: verifier };
  }
  return `error: signed checkpoints and the key that verifies them belong together\n  at: ${against === undefined ? '--verifier' : '--against'}\n  remedy: say both --against and --verifier\n`;
};
