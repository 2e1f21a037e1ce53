import type { Refusal } from '../ports/live-brain.ts';
import type { AskedAbout } from './asked-about.ts';
import type { RefusalSaid } from './refusal-words.ts';

/** The refusals by name. */
export type RefusalByTag = { readonly [One in Refusal as One['_tag']]: One };

/** The name of a refusal. */
export type RefusalTag = keyof RefusalByTag;

/** A way to put each of some refusals into words. */
export type RefusalRows<Tags extends RefusalTag> = {
  readonly [Tag in Tags]: (refusal: RefusalByTag[Tag], about: AskedAbout) => RefusalSaid;
};
