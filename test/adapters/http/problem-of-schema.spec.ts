import { describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { problemOfSchema } from '../../../adapters/http/problem-of-schema.ts';

const ajv = new Ajv2020({ verbose: true, allErrors: true, strict: false });

describe('a value that is none of some words', () => {
  const check = ajv.compile({ enum: ['binpack', 'spread'] });

  it('is told with the word that it may have been', () => {
    check('spred');
    const { errors = [] } = problemOfSchema(check.errors ?? [], 'body').said;
    expect(errors).toMatchObject([{ value: 'spred', remedy: 'did you mean spread?' }]);
  });

  it('is told whatever it is, an object that makes no text too', () => {
    for (const value of [{ toString: 1 }, { toString: null, valueOf: 2 }, [[]], null, 7]) {
      check(value);
      const { errors = [] } = problemOfSchema(check.errors ?? [], 'body').said;
      expect(errors).toMatchObject([{ pointer: '', remedy: 'send one of them' }]);
    }
  });
});

describe('a value that a schema does not take', () => {
  const said = (schema: object, value: unknown) => {
    const check = ajv.compile(schema);
    check(value);
    const { errors = [] } = problemOfSchema(check.errors ?? [], 'body').said;
    return errors.map(({ pointer, problem, remedy }) => [pointer, problem, remedy]);
  };
  const limited = (limit: object) => ({ type: 'object', properties: { limit } });
  const label = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };

  it.each([
    [limited({ maximum: 500 }), { limit: 501 }, 'send at most 500, and page with offset or after'],
    [{ maximum: 5 }, 6, 'send at most 5'],
    [{ minimum: 1 }, 0, 'send at least 1'],
    [{ exclusiveMinimum: 1 }, 1, 'send more than 1'],
    [{ exclusiveMaximum: 1 }, 1, 'send less than 1'],
    [{ minLength: 1 }, '', 'send at least 1 character'],
    [{ maxLength: 2 }, 'abc', 'send at most 2 characters'],
    [{ minItems: 1 }, [], 'send at least 1 item'],
    [{ maxItems: 1 }, [1, 2], 'send at most 1 item'],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, 'send at most 1 member'],
    [{ uniqueItems: true }, [1, 1], 'send each item once'],
    [{ multipleOf: 5 }, 6, 'send it in steps of 5'],
    [label, 'Robots', 'use lower-case letters, digits and - inside, at most 63 of them'],
    [{ type: 'integer' }, 'three', 'send a whole number such as 3'],
  ])('%j is told of %j what to do instead', (schema, value, remedy) => {
    const [first] = said(schema, value);
    expect(first?.[2]).toBe(remedy);
    expect(first?.[1]).not.toContain(remedy);
  });

  it('is told once where it may also be null', () => {
    const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
    expect(said(orNull({ type: 'integer' }), 'x')).toEqual([
      ['', 'is of type string, not integer', 'send a whole number such as 3'],
    ]);
    expect(said(orNull({ type: 'integer', minimum: 1 }), 0)).toEqual([
      ['', 'is less than 1', 'send at least 1'],
    ]);
    const inside = { type: 'object', properties: { a: orNull({ type: 'boolean' }) } };
    expect(said(orNull(inside), { a: 1 })).toEqual([
      ['/a', 'is of type number, not boolean', 'send true or false'],
    ]);
  });

  it('is told the words and types of a union together', () => {
    const words = { anyOf: [{ const: 'csv' }, { const: 'json' }, { type: 'null' }] };
    expect(said(words, 'jsn')).toEqual([['', 'is none of csv, json', 'did you mean json?']]);
    expect(said({ anyOf: [{ type: 'string' }, { type: 'integer' }] }, [])).toEqual([
      [
        '',
        'is of type array, not string or integer',
        'send a text in quotes, or a whole number such as 3',
      ],
    ]);
  });
});
