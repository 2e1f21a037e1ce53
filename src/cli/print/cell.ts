import { createRequire } from 'node:module';

const ascii = /^[ -~]*$/;
const load = createRequire(import.meta.url);

/** Loaded when the first text wants it that is not plain: most tables never do, and it takes a while. */
const stringWidth = (text: string): number =>
  (load('string-width') as { readonly default: (text: string) => number }).default(text);

/** How many cells of a terminal a text takes. */
export const widthOf = (text: string): number =>
  ascii.test(text) ? text.length : stringWidth(text);

/**
 * A text that cannot move the cursor or colour the screen: control characters are shown as escapes.
 *
 * Names come from trace files and ledgers, which anybody may have written.
 */
export const harmless = (text: string): string =>
  ascii.test(text)
    ? text
    : text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped);

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text that takes at most so many cells; what was cut off is marked by `…`. */
export const cut = (text: string, cells: number): string => {
  if (widthOf(text) <= cells) return text;
  if (cells <= 0) return '';
  let kept = '';
  let taken = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    taken += widthOf(segment);
    if (taken > cells) break;
    kept += segment;
  }
  return `${kept}…`;
};

/** Fills a text up to a width, as it would look without its colours. */
export const padded = (
  text: string,
  plain: string,
  place: { readonly cells: number; readonly align: 'left' | 'right' },
): string => {
  const gap = ' '.repeat(Math.max(0, place.cells - widthOf(plain)));
  return place.align === 'right' ? gap + text : text + gap;
};
