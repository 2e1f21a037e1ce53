import { harmless, widthOf } from './cell.ts';
import { paintWith } from './paint.ts';
import { nothing } from './units.ts';

/** One line of a description: a text, a list of texts, or a block of its own below the key. */
export interface Described {
  readonly key: string;
  readonly value: string | readonly string[] | readonly Described[];
}

/**
 * A thing with all that is known of it, as `key: value` lines; values of one block stand below each other.
 *
 * Texts of several lines, lists and blocks go below their key, indented.
 */
export const printDescription = (
  lines: readonly Described[],
  options: { readonly color?: boolean } = {},
): string => `${blockOf(lines, '', options.color === true).join('\n')}\n`;

const blockOf = (
  lines: readonly Described[],
  indent: string,
  isColored: boolean,
): readonly string[] => {
  const paint = paintWith(isColored);
  const widest = Math.max(0, ...lines.filter(isFlat).map(({ key }) => widthOf(key)));
  return lines.flatMap((line) => {
    const key = `${harmless(line.key)}:`;
    const title = `${indent}${paint('strong', key)}`;
    if (isFlat(line)) {
      const fill = ' '.repeat(widest + 3 - widthOf(key));
      return [`${title}${fill}${harmless(line.value === '' ? nothing : line.value)}`];
    }
    return [title, ...below(line.value, `${indent}  `, isColored)];
  });
};

const isFlat = (line: Described): line is Described & { readonly value: string } =>
  typeof line.value === 'string' && !line.value.includes('\n');

const below = (
  value: Described['value'],
  indent: string,
  isColored: boolean,
): readonly string[] => {
  if (typeof value === 'string') {
    return value
      .trimEnd()
      .split('\n')
      .map((text) => `${indent}${text}`);
  }
  const blocks = value.filter((item) => typeof item !== 'string');
  if (blocks.length > 0) return blockOf(blocks, indent, isColored);
  const texts = value.filter((item) => typeof item === 'string');
  return texts.length === 0
    ? [`${indent}${nothing}`]
    : texts.map((text) => `${indent}${harmless(text)}`);
};
