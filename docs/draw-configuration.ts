import { readFileSync, writeFileSync } from 'node:fs';
import { type Setting, settings } from '../src/main/config/index.ts';

const begin = '<!-- settings: written by `node docs/draw-configuration.ts` -->';
const end = '<!-- end of settings -->';

const page = new URL('CONFIGURATION.md', import.meta.url);

/** The manual with its tables made anew from the settings; its words stay. */
export const drawConfiguration = (text: string): string => {
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  return `${before}${begin}\n\n${tableOf(settings)}\n\n${end}${after}`;
};

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);

const rowOf = ({ key, flag, variable, byDefault, wanted, says }: Setting): readonly string[] => [
  code(key),
  code(flag),
  code(variable),
  byDefault === undefined ? 'none' : code(String(byDefault)),
  wanted,
  says,
];

/** Padded as Prettier pads, so that a formatter leaves the page alone. */
const tableOf = (shown: readonly Setting[]): string => {
  const rows = [['key', 'flag', 'variable', 'default', 'value', 'meaning'], ...shown.map(rowOf)];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    lineOf(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  const rule = lineOf(widths.map((width) => '-'.repeat(width)));
  return [...padded.slice(0, 1), rule, ...padded.slice(1)].join('\n');
};

if (import.meta.main) writeFileSync(page, drawConfiguration(readFileSync(page, 'utf8')));
