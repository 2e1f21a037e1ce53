import { parseParts } from './json-path-parse.ts';
import type { JsonPath, JsonPathProblem, Part, Step } from './json-path-shape.ts';
import { isMet } from './json-path-filter.ts';
import { type Plain, plainOf } from './plain.ts';

const prefix = 'jsonpath=';

/** Tells whether an output format is a template. */
export const isTemplate = (output: string): boolean => output.startsWith(prefix);

/**
 * Reads a template as kubectl has them: text, and paths in braces; a path alone needs no braces.
 *
 * @source kubectl's JSONPath: fields, indexes, slices, `[*]`, `..`, `range` and `end`, texts in quotes, filters `[?(@.a==1)]`
 */
export const parseTemplate = (text: string): JsonPath | JsonPathProblem => {
  const isBare = /^[.$[]/.test(text) && !text.includes('{');
  const shift = isBare ? 1 : 0;
  const parts = parseParts(isBare ? `{${text}}` : text);
  return 'parts' in parts ? parts : { ...parts, column: Math.max(1, parts.column - shift) };
};

/** A template filled from a value: several results of one path stand with a space between them. */
export const fill = ({ parts }: JsonPath, value: unknown): string => {
  const root = plainOf(value);
  return filled(isList(root) ? parts.map(withoutItems) : parts, root);
};

/** A list is its own `items`: templates for kubectl's lists say it, those for `-o json` do not. */
const withoutItems = (part: Part): Part => {
  if (part.part === 'text') return part;
  const [first, ...rest] = part.steps;
  return first?.step === 'field' && first.name === 'items' ? { ...part, steps: rest } : part;
};

const filled = (parts: readonly Part[], here: Plain): string =>
  parts
    .map((part) => {
      switch (part.part) {
        case 'text':
          return part.text;
        case 'path':
          return found(here, part.steps).map(textOf).join(' ');
        case 'range':
          return found(here, part.steps)
            .map((each) => filled(part.body, each))
            .join('');
      }
    })
    .join('');

const textOf = (value: Plain): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

const found = (value: Plain, steps: readonly Step[]): readonly Plain[] =>
  steps.reduce<readonly Plain[]>(
    (values, step) => values.flatMap((one) => taken(one, step)),
    [value],
  );

const taken = (value: Plain, step: Step): readonly Plain[] => {
  switch (step.step) {
    case 'field':
      return fieldOf(value, step.name);
    case 'index':
      return isList(value) ? present(value.at(step.at)) : [];
    case 'slice':
      return isList(value) ? value.slice(step.from, step.to) : [];
    case 'every':
      return membersOf(value);
    case 'filter':
      return isList(value) ? value.filter((member) => isMet(found(member, step.steps), step)) : [];
    case 'below':
      return [value, ...membersOf(value).flatMap((member) => taken(member, step))];
  }
};

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

const present = (value: Plain | undefined): readonly Plain[] =>
  value === undefined ? [] : [value];

const membersOf = (value: Plain): readonly Plain[] =>
  isList(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : [];

const fieldOf = (value: Plain, name: string): readonly Plain[] =>
  typeof value === 'object' && value !== null && !isList(value) && Object.hasOwn(value, name)
    ? present(value[name])
    : [];
