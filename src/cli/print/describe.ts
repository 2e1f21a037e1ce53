import { harmless, widthOf } from './cell.ts';
import { paintWith } from './paint.ts';
import { nothing } from './units.ts';

/** Text that the printer itself has made, such as a table; it is indented and otherwise left as it is. */
export interface Printed {
  readonly printed: string;
}

/** One line of a description: a text, a list of texts, a block of its own, or something printed already. */
export interface Described {
  readonly key: string;
  readonly value: string | readonly string[] | readonly Described[] | Printed;
}

/**
 * A thing with all that is known of it, as `key: value` lines; values of one block stand below each other.
 *
 * Lists, blocks and tables go below their key, indented.
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
  const flat = lines.filter(({ value }) => typeof value === 'string');
  const widest = Math.max(0, ...flat.map(({ key }) => widthOf(harmless(key))));
  return lines.flatMap(({ key, value }) => {
    const name = harmless(key);
    const title = `${indent}${paint('strong', `${name}:`)}`;
    if (typeof value !== 'string') return [title, ...below(value, `${indent}  `, isColored)];
    const fill = ' '.repeat(widest + 2 - widthOf(name));
    return [`${title}${fill}${harmless(value === '' ? nothing : value)}`];
  });
};

const below = (
  value: Exclude<Described['value'], string>,
  indent: string,
  isColored: boolean,
): readonly string[] => {
  if ('printed' in value) {
    const lines = value.printed.trimEnd().split('\n');
    return lines.map((line) => `${indent}${line === '' ? nothing : line}`);
  }
  if (value.length === 0) return [`${indent}${nothing}`];
  const blocks = value.filter((item) => typeof item !== 'string');
  if (blocks.length > 0) return blockOf(blocks, indent, isColored);
  return value.flatMap((item) => (typeof item === 'string' ? [`${indent}${harmless(item)}`] : []));
};
