import { type Either, left, right } from './fp.ts';
import type { TreeHash } from './merkle.ts';

/**
 * What a ledger was at one moment, in three lines: whose it is, how many facts it had, and the root over all of them.
 *
 * @shape `origin` has no spaces, no plus sign and no line ends; `root` is 32 bytes
 * @source C2SP tlog-checkpoint
 */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: TreeHash;
}

/** The text that is signed. @shape ends in a line end */
export const textOfHead = ({ origin, size, root }: TreeHead): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** Reads the text back; the answer on the left says what is wrong with it. Lines behind the third are others' words. */
export const headOfText = (text: string): Either<string, TreeHead> => {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  if (rest.length === 0) return left('it has fewer than three lines');
  if (!isOrigin(origin)) return left('its first line is no name of a ledger');
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    return left('its second line is no number of facts');
  }
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== root) {
    return left('its third line is no hash');
  }
  return right({ origin, size: Number(size), root: bytes });
};

/** A name that a key and the ledger that it signs can have. */
export const isOrigin = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);
