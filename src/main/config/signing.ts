import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, right } from '../../../domain/foundation/fp.ts';
import { optionalIn, refusedAs, wholeOf } from './chosen.ts';
import type { Effective } from './effective.ts';

/** Who signs the ledger, where that is kept, and how often. */
export interface Signing {
  readonly keyFile: string;
  readonly witnessFile: string;
  readonly everyFacts: number;
  readonly everyMinutes: number;
}

/** Key and witness file belong together: what is signed has to be kept, and nothing else says who signed. */
export const signingOf = (effective: Effective): Either<InputFault, Signing | undefined> => {
  const keyFile = optionalIn(effective, 'sign.keyFile');
  const witnessFile = optionalIn(effective, 'sign.witnessFile');
  if (keyFile !== undefined && witnessFile !== undefined) {
    const every = (what: string): number => wholeOf(effective, `sign.every${what}`);
    const often = { everyFacts: every('Facts'), everyMinutes: every('Minutes') };
    return right({ keyFile, witnessFile, ...often });
  }
  if (keyFile === undefined && witnessFile === undefined) return right(undefined);
  const [said, missing] =
    keyFile === undefined ? ['witnessFile', 'keyFile'] : ['keyFile', 'witnessFile'];
  return refusedAs(effective, `sign.${said}`, {
    problem: `sign.${said} is set, and sign.${missing} is not`,
    remedy: 'set both to have the ledger signed, or neither',
  });
};
