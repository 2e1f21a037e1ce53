import type { ErrorObject } from 'ajv';
import { countText } from '../../domain/foundation/amount-text.ts';

/** What is wrong with a value, and what to do about it. */
export interface SchemaSaid {
  readonly problem: string;
  readonly remedy: string;
}

const typeWords: Readonly<Record<string, string>> = {
  integer: 'a whole number such as 3',
  number: 'a number such as 2.5',
  string: 'a text in quotes',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  null: 'null',
};

/** A value is of another type than is taken. */
export const otherType = (data: unknown, types: readonly string[]): SchemaSaid => ({
  problem: `is of type ${typeOf(data)}, not ${types.join(' or ')}`,
  remedy: `send ${types.map((type) => typeWords[type] ?? type).join(', or ')}`,
});

const typeOf = (data: unknown): string =>
  data === null ? 'null' : Array.isArray(data) ? 'array' : typeof data;

type Say = (limit: number, error: ErrorObject) => SchemaSaid;

const least: Say = (limit) => ({
  problem: `is less than ${limit}`,
  remedy: `send at least ${limit}`,
});

const most: Say = (limit, { instancePath }) => ({
  problem: `is more than ${limit}`,
  remedy:
    instancePath === '/limit'
      ? `send at most ${limit}, and page with offset or after`
      : `send at most ${limit}`,
});

const lengthOf = (data: unknown): number =>
  typeof data === 'string' || Array.isArray(data) ? data.length : Object.keys(data ?? {}).length;

const tooShort =
  (noun: string): Say =>
  (limit, { data }) => ({
    problem: lengthOf(data) === 0 ? 'is empty' : `has only ${countText(lengthOf(data), noun)}`,
    remedy: `send at least ${countText(limit, noun)}`,
  });

const tooLong =
  (noun: string): Say =>
  (limit, { data }) => ({
    problem: `has ${countText(lengthOf(data), noun)}, more than ${limit}`,
    remedy: `send at most ${countText(limit, noun)}`,
  });

const byLimit: Readonly<Record<string, Say>> = {
  minimum: least,
  maximum: most,
  exclusiveMinimum: (limit) => ({
    problem: `is not above ${limit}`,
    remedy: `send more than ${limit}`,
  }),
  exclusiveMaximum: (limit) => ({
    problem: `is not below ${limit}`,
    remedy: `send less than ${limit}`,
  }),
  minLength: tooShort('character'),
  maxLength: tooLong('character'),
  minItems: tooShort('item'),
  maxItems: tooLong('item'),
  minProperties: tooShort('member'),
  maxProperties: tooLong('member'),
};

/** What the patterns of the schemas mean. */
const patterns: Readonly<Record<string, SchemaSaid>> = {
  '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$': {
    problem: 'is no DNS label',
    remedy: 'use lower-case letters, digits and - inside, at most 63 of them',
  },
  '^[a-z0-9]([a-z0-9._:@-]{0,251}[a-z0-9])?$': {
    problem: 'is no id',
    remedy: 'use lower-case letters, digits and . _ : @ - inside, at most 253 of them',
  },
  '^\\d{1,15}$': { problem: 'is no revision', remedy: 'use digits alone, at most 15 of them' },
  '^[!-~]*$': {
    problem: 'holds what cannot be printed, or a space',
    remedy: 'use the printable characters of ASCII without the space',
  },
  '^([*]|"[0-9]{1,15}")$': {
    problem: 'is no ETag',
    remedy: 'send "N" in quotes as it was answered',
  },
};

const formats: Readonly<Record<string, string>> = {
  'date-time': 'write it as in 2026-01-31T08:00:00Z',
  uuid: 'write it as in 0b8fcd3e-5b44-4b0e-8f0b-2f7c0a5c2a10',
};

const patternSaid = (pattern: string): SchemaSaid =>
  patterns[pattern] ??
  (pattern.includes(')(/[')
    ? {
        problem: 'is neither a kind nor kind/id',
        remedy: 'write it as in workload or workload/train-1, with one of the kinds that there are',
      }
    : { problem: 'is not written as it must be', remedy: `write it so that ${pattern} matches` });

const twice = (one: string, other: string): SchemaSaid => ({
  problem: `says the same in items ${one} and ${other}`,
  remedy: 'send each item once',
});

const betweenSteps = (step: string): SchemaSaid => ({
  problem: 'stands between two steps',
  remedy: `send it in steps of ${step}`,
});

/** What other keywords than those of kinds and members found wrong. */
export const otherwise = (error: ErrorObject): SchemaSaid => {
  const params: Readonly<Record<string, unknown>> = error.params;
  const { limit, pattern, format, multipleOf, i, j } = params;
  const say = byLimit[error.keyword];
  if (say !== undefined) return say(Number(limit), error);
  switch (error.keyword) {
    case 'pattern':
      return patternSaid(String(pattern));
    case 'format':
      return {
        problem: `is no ${String(format)}`,
        remedy: formats[String(format)] ?? 'write it as that format has it',
      };
    case 'uniqueItems':
      return twice(String(j), String(i));
    case 'multipleOf':
      return betweenSteps(String(multipleOf));
    default:
      return {
        problem: error.message ?? 'is wrong',
        remedy: 'see /openapi.json for what is taken',
      };
  }
};
