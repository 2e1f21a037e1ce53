import { readFileSync, writeFileSync } from 'node:fs';
import { defaultPolicy } from '../domain/allocation/index.ts';
import { policyShape } from '../domain/foundation/policy-shape.ts';

const begin = '<!-- fields: written by `node docs/draw-policy.ts` -->';
const end = '<!-- end of fields -->';

const page = new URL('POLICY.md', import.meta.url);

/** The manual with its table made anew from the shape of policies; its words stay. */
export const drawPolicy = (text: string): string => {
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
};

interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Every field with its place; of lists of groups those of one group. */
const fieldsOf = (shape: Shape, value: unknown, at = ''): readonly (readonly string[])[] =>
  Object.entries(shape.properties ?? {}).flatMap(([key, member]) => {
    const usual: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    const path = `${at}/${key}`;
    const row = [code(path), takenBy(member), defaultOf(usual), member.description ?? ''];
    const inside = member.properties === undefined ? [row] : fieldsOf(member, usual, path);
    return member.items?.properties === undefined
      ? inside
      : [row, ...fieldsOf(member.items, undefined, `${path}/*`)];
  });

const code = (text: string): string => `\`${text}\``;

const takenBy = (shape: Shape): string => {
  if (shape.enum !== undefined) return `one of ${shape.enum.join(', ')}`;
  switch (shape.type) {
    case 'array':
      return shape.items?.properties === undefined
        ? `a list, each ${takenBy(shape.items ?? {})}`
        : 'a list of groups';
    case 'integer':
      return shape.maximum === Number.MAX_SAFE_INTEGER
        ? `from ${shape.minimum} on`
        : `${shape.minimum} to ${shape.maximum}`;
    case 'boolean':
      return 'true or false';
    default:
      return 'a text';
  }
};

const defaultOf = (value: unknown): string => {
  if (Array.isArray(value)) return code(`[${value.join(', ')}]`);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? code(String(value))
    : '';
};

/** Padded as Prettier pads, so that a formatter leaves the page alone. */
const table = (): string => {
  const rows = [['field', 'value', 'default', 'meaning'], ...fieldsOf(policyShape, defaultPolicy)];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    lineOf(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  const rule = lineOf(widths.map((width) => '-'.repeat(width)));
  return [...padded.slice(0, 1), rule, ...padded.slice(1)].join('\n');
};

if (import.meta.main) writeFileSync(page, drawPolicy(readFileSync(page, 'utf8')));
