import { describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { problemOfSchema } from '../../../adapters/http/problem-of-schema.ts';

const ajv = new Ajv2020({ verbose: true, allErrors: true });

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
