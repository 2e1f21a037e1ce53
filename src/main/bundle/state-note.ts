import type { BundleHeader } from '../../../adapters/bundles/index.ts';
import {
  signedText,
  type SigningKey,
  signText,
  type VerifyingKey,
} from '../../../adapters/signed-notes/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';

/** Which state, before which facts. */
type Stated = Pick<BundleHeader, 'from' | 'baseHash' | 'headHash'> & {
  readonly state: Pick<NonNullable<BundleHeader['state']>, 'version' | 'sha256'>;
};

/**
 * What is signed of a state: the digest of its bytes together with the hashes before the facts that it stands before, and
 * behind the last of them, so that it goes with no others.
 *
 * Its first line has a space: it passes for no head of a tree.
 */
const textOf = (origin: string, { from, baseHash, headHash, state }: Stated): string =>
  `berth state\n${origin}\n${from - 1}\n${baseHash}\n${headHash}\n${state.version}\n${state.sha256}\n`;

/** Signs the state before some facts. */
export const signState = (stated: Stated, key: SigningKey): string =>
  signText(textOf(key.name, stated), key);

/** What is wrong with the signature of a state; `undefined` where nothing is. */
export const stateProblem = (
  note: string,
  stated: Stated,
  key: VerifyingKey,
): string | undefined => {
  const text = signedText(note, key);
  if (isLeft(text)) return `the note of its state is not to be trusted: ${text.left.problem}`;
  return text.right === textOf(key.name, stated)
    ? undefined
    : 'its state is not the one that was signed before these facts';
};
