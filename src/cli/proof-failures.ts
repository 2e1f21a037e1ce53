import type { LedgerDiffers } from '../main/proof/compare.ts';
import type { LedgerBegun } from '../main/proof/leaves.ts';
import type { ProofRefused } from '../main/proof/read-proof.ts';
import type { Failure } from './exit-codes.ts';

/** Says why a ledger is not what was signed, or why a proof proves nothing. */
export const saidOfProof = (
  fault: LedgerBegun | LedgerDiffers | ProofRefused,
): Omit<Failure, 'exitCode'> => {
  switch (fault._tag) {
    case 'LedgerBegun':
      return {
        what: `the ledger begins with fact ${fault.first}: nothing can be said of all facts`,
        remedy: 'name the file that begins with fact 1',
      };
    case 'LedgerDiffers':
      return {
        what: whatDiffers(fault),
        remedy: 'keep the file as evidence, and restore a backup',
      };
    case 'ProofRefused':
      return {
        what: `the proof proves nothing: ${fault.problem}`,
        remedy: 'ask for another one, and for the ledger where there is none',
      };
  }
};

const whatDiffers = ({ size, revisions, agreesUpTo }: LedgerDiffers): string => {
  const agrees =
    agreesUpTo === 0 ? 'nothing is known to agree' : `it agrees up to fact ${agreesUpTo}`;
  return size > revisions
    ? `the ledger has ${revisions} facts, and ${size} were signed: its end is cut off (${agrees})`
    : `the ledger's first ${size} facts are not those that were signed (${agrees})`;
};
