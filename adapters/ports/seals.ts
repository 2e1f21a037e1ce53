import type { Either } from '../../domain/foundation/fp.ts';

/** Keys that cannot be kept or read; nothing was sealed. */
export interface KeysUnusable {
  readonly _tag: 'KeysUnusable';
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What a sealed text is by now: itself, nothing any more, or sealed by a key that is not in this file. */
export type Opened =
  | { readonly _tag: 'Plain'; readonly text: string }
  | { readonly _tag: 'Shredded' }
  | { readonly _tag: 'KeyMissing' };

/**
 * Seals texts of a subject so that they can be made unreadable later, wherever their ciphertext has gone.
 *
 * @shape a sealed text is base64; `subject` is `kind/id`, and what was sealed for one opens for no other
 */
export interface Seals {
  readonly seal: (subject: string, text: string) => Promise<Either<KeysUnusable, string>>;
  readonly open: (subject: string, sealed: string) => Opened;
}
