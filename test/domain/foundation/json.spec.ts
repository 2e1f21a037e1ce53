import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLeft, isRight } from '../../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import {
  canonicalJson,
  jsonLimits,
  type JsonRejection,
  parseStrict,
} from '../../../domain/foundation/json.ts';

const refusal = (text: string, limits: Partial<typeof jsonLimits> = {}): JsonRejection => {
  const read = parseStrict(text, { ...jsonLimits, ...limits });
  if (isLeft(read)) return read.left;
  throw new Error(`taken: ${text.slice(0, 80)}`);
};

const reasonOf = (text: string, limits: Partial<typeof jsonLimits> = {}): string => {
  const { reason, line, column, pointer } = refusal(text, limits);
  return `${reason} ${line}:${column} ${pointer}`.trim();
};

const lonely = '\ud800';

describe('strict JSON', () => {
  it.each([
    ['{"a":1,"b":{"c":[1,2,{"c":1,"c":2}]}}', 'DuplicateKey 1:29 /b/c/2/c'],
    ['{"a":1,\n "\\u0061":2}', 'DuplicateKey 2:2 /a'],
    ['{"__proto__":{}}', 'ForbiddenKey 1:2 /__proto__'],
    ['[{"\\u005f_proto__":1}]', 'ForbiddenKey 1:3 /0/__proto__'],
    ['{"constructor":1}', 'ForbiddenKey 1:2 /constructor'],
    ['{"prototype":1}', 'ForbiddenKey 1:2 /prototype'],
    ['["\\ud800"]', 'LoneSurrogate 1:2 /0'],
    [`["a","${lonely}"]`, 'LoneSurrogate 1:6 /1'],
    [`{"${lonely}":1}`, 'LoneSurrogate 1:2'],
    ['[-0]', 'NegativeZero 1:2 /0'],
    ['[-0.0e7]', 'NegativeZero 1:2 /0'],
    ['[1e400]', 'NumberOutOfRange 1:2 /0'],
    ['{"a/b~":-1e999}', 'NumberOutOfRange 1:9 /a~1b~0'],
    ['9007199254740993', 'NumberOutOfRange 1:1'],
    ['[NaN]', 'NotJson 1:2 /0'],
    ['[Infinity]', 'NotJson 1:2 /0'],
    ['[01]', 'NotJson 1:3 /0'],
    ['[1,]', 'NotJson 1:4 /1'],
    ['{"a":1,}', 'NotJson 1:8'],
    ['{a:1}', 'NotJson 1:2'],
    ["['a']", 'NotJson 1:2 /0'],
    ['["a\nb"]', 'NotJson 1:4 /0'],
    ['["\\x41"]', 'NotJson 1:3 /0'],
    ['["abc', 'NotJson 1:6 /0'],
    ['[1] 2', 'NotJson 1:5'],
    ['[1', 'NotJson 1:3 /0'],
    ['', 'NotJson 1:1'],
    ['\ufeff{}', 'NotJson 1:1'],
    ['nul', 'NotJson 1:1'],
  ])('refuses %j and names the place', (text, wanted) => {
    expect(reasonOf(text)).toBe(wanted);
  });

  it('refuses what is not whole where whole numbers are wanted', () => {
    expect(reasonOf('{"gpus":1.5}', { integersOnly: true })).toBe('NotAnInteger 1:9 /gpus');
    expect(isRight(parseStrict('[1.0,1e3,-7]', { ...jsonLimits, integersOnly: true }))).toBe(true);
    expect(isRight(parseStrict('[1.5]', jsonLimits))).toBe(true);
  });

  it('refuses 100,000 arrays inside one another without running out of stack', () => {
    expect(reasonOf('['.repeat(100_000))).toMatch(/^TooDeep 1:65 (\/0){64}$/);
    expect(reasonOf('{"a":'.repeat(100_000))).toMatch(/^TooDeep 1:321 /);
    expect(isRight(parseStrict('['.repeat(64) + ']'.repeat(64), jsonLimits))).toBe(true);
  });

  it('refuses too many bytes, counted as UTF-8, and too many keys', () => {
    expect(reasonOf('"ééé"', { bytesMax: 7 })).toBe('TooLong 1:1');
    expect(isRight(parseStrict('"ééé"', { ...jsonLimits, bytesMax: 8 }))).toBe(true);
    expect(reasonOf('"😀"', { bytesMax: 5 })).toBe('TooLong 1:1');
    expect(isRight(parseStrict('"😀"', { ...jsonLimits, bytesMax: 6 }))).toBe(true);
    expect(reasonOf('[{"a":1},{"b":1},{"c":1}]', { keysMax: 2 })).toBe('TooManyKeys 1:19 /2/c');
  });

  it('says what to do', () => {
    for (const text of ['{"a":1,"a":2}', '[-0]', '[', '"\\ud800"']) {
      expect(refusal(text).remedy).not.toBe('');
      expect(refusal(text).problem).not.toBe('');
    }
  });

  it('∀ values: what is taken is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 3 }), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        const read = parseStrict(spaced, jsonLimits);
        if (isRight(read)) expect(read.right).toEqual(JSON.parse(spaced));
        else expect(read.left.reason).not.toBe('NotJson');
      }),
      { numRuns: 200 },
    );
  });

  it('∀ texts: nothing is taken that JSON.parse refuses, and nothing else is called no JSON', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const pieces = ['{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-', '0', '.5', 'e3', 'true'];
    const more = ['null', ' ', '\n', '"', '\\u00', '41', '\t', '\u00a0', 'Ω', '""'];
    const texts = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 14 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        const read = parseStrict(text, jsonLimits);
        const isCalledNoJson = isLeft(read) && read.left.reason === 'NotJson';
        if (parses(text)) expect(isCalledNoJson).toBe(false);
        else expect(isLeft(read)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const canonicalValues = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().map((value) => value + 0),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonical JSON', () => {
  it('writes keys in code-unit order, without spaces', () => {
    const value = { b: [1, { z: null, a: true }], 10: 1, 9: 2, é: 'x', Z: '"' };
    expect(canonicalJson(value)).toBe(
      '{"10":1,"9":2,"Z":"\\"","b":[1,{"a":true,"z":null}],"é":"x"}',
    );
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('∀ values: it reads back as it was, and the order of keys does not matter', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
      return Object.fromEntries(entries.toReversed());
    };
    fc.assert(
      fc.property(canonicalValues, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turned(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a fraction', 1.5],
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['negative zero', { a: -0 }],
    ['2^53', 2 ** 53],
    ['a lone surrogate', `a${lonely}`],
    ['a lone surrogate in a key', { [lonely]: 1 }],
    ['nothing at all', undefined],
    ['a hole', [undefined]],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
  ])('has no form for %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(InvariantViolation);
  });

  it('has no form for a cycle', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => canonicalJson(loop)).toThrow(InvariantViolation);
  });
});
