import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import {
  compareQuantities,
  cpuMilliOf,
  cpuText,
  formatQuantity,
  gpuMilliOf,
  gpuText,
  memoryBytesOf,
  memoryText,
  parseQuantity,
  type Quantity,
} from '../../../domain/foundation/quantity.ts';

const read = <Refusal, Answer>(found: Either<Refusal, Answer>): Answer => {
  if (isLeft(found)) throw new Error(JSON.stringify(found.left));
  return found.right;
};
const refusal = (found: Either<{ readonly _tag: string }, unknown>): string | undefined =>
  isLeft(found) ? found.left._tag : undefined;

/** Every suffix as a fraction of two powers, told apart from the parser's own table. */
const suffixes: readonly (readonly [string, bigint, bigint])[] = [
  ['n', 1n, 1_000_000_000n],
  ['u', 1n, 1_000_000n],
  ['m', 1n, 1000n],
  ['', 1n, 1n],
  ['k', 1000n, 1n],
  ['M', 1_000_000n, 1n],
  ['G', 1_000_000_000n, 1n],
  ['T', 1_000_000_000_000n, 1n],
  ['P', 1_000_000_000_000_000n, 1n],
  ['E', 1_000_000_000_000_000_000n, 1n],
  ['Ki', 1024n, 1n],
  ['Mi', 1_048_576n, 1n],
  ['Gi', 1_073_741_824n, 1n],
  ['Ti', 1_099_511_627_776n, 1n],
  ['Pi', 1_125_899_906_842_624n, 1n],
  ['Ei', 1_152_921_504_606_846_976n, 1n],
  ['e3', 1000n, 1n],
  ['E3', 1000n, 1n],
  ['e+2', 100n, 1n],
  ['E-2', 1n, 100n],
  ['e0', 1n, 1n],
];
const suffixFrom = fc.constantFrom(...suffixes);
const signFrom = fc.constantFrom('', '+', '-');
/** Digits before and after a point, at least one of them there. */
const numberFrom = fc
  .record({
    whole: fc.stringMatching(/^\d{0,6}$/),
    fraction: fc.option(fc.stringMatching(/^\d{0,6}$/), { nil: undefined }),
  })
  .filter(({ whole, fraction }) => whole !== '' || (fraction ?? '') !== '');
const textFrom = fc.record({ sign: signFrom, number: numberFrom, suffix: suffixFrom });
type Text = typeof textFrom extends fc.Arbitrary<infer Value> ? Value : never;

const textOf = ({ sign, number, suffix }: Text): string =>
  `${sign}${number.whole}${number.fraction === undefined ? '' : `.${number.fraction}`}${suffix[0]}`;
const valueOf = ({ sign, number, suffix }: Text): Quantity => {
  const [, up, down] = suffix;
  const fraction = number.fraction ?? '';
  const digits = BigInt(number.whole + fraction) * (sign === '-' ? -1n : 1n);
  return { numerator: digits * up, denominator: down * 10n ** BigInt(fraction.length) };
};
const isInRange = (text: Text): boolean => {
  const { numerator, denominator } = valueOf(text);
  const bound = (2n ** 63n - 1n) * denominator;
  return numerator <= bound && numerator >= -bound;
};
const legalFrom = textFrom.filter(isInRange);

describe('quantity › reading', () => {
  test.each(suffixes)('the suffix %j means %d / %d', (suffix, up, down) => {
    const quantity = read(parseQuantity(`3${suffix}`));
    expect(compareQuantities(quantity, { numerator: 3n * up, denominator: down })).toBe(0);
  });

  test('∀ amounts of the grammar: the value is exact', () => {
    fc.assert(
      fc.property(legalFrom, (text) => {
        expect(compareQuantities(read(parseQuantity(textOf(text))), valueOf(text))).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('∀ two amounts: their order is the order of their values, and equal values are equal', () => {
    fc.assert(
      fc.property(legalFrom, legalFrom, (one, other) => {
        const a = read(parseQuantity(textOf(one)));
        const b = read(parseQuantity(textOf(other)));
        const order = compareQuantities(valueOf(one), valueOf(other));
        expect(compareQuantities(a, b)).toBe(order);
        expect(compareQuantities(b, a)).toBe(0 - order);
        if (order === 0) expect(a).toEqual(b);
      }),
      { numRuns: 300 },
    );
  });

  test('∀ amounts beyond 2^63−1: refused, never changed to another amount', () => {
    fc.assert(
      fc.property(
        textFrom.filter((text) => !isInRange(text)),
        (text) => {
          expect(refusal(parseQuantity(textOf(text)))).toBe('QuantityOutOfRange');
        },
      ),
    );
  });

  test.each([
    ['', 'QuantityUnreadable'],
    ['NaN', 'QuantityUnreadable'],
    ['Infinity', 'QuantityUnreadable'],
    ['1 Gi', 'QuantityUnreadable'],
    [' 1', 'QuantityUnreadable'],
    ['1\n', 'QuantityUnreadable'],
    ['1e', 'QuantityUnreadable'],
    ['1e1.5', 'QuantityUnreadable'],
    ['1E+', 'QuantityUnreadable'],
    ['1e3Ki', 'QuantityUnreadable'],
    ['1K', 'QuantityUnreadable'],
    ['1KI', 'QuantityUnreadable'],
    ['1ki', 'QuantityUnreadable'],
    ['1mi', 'QuantityUnreadable'],
    ['1gi', 'QuantityUnreadable'],
    ['1mm', 'QuantityUnreadable'],
    ['1i', 'QuantityUnreadable'],
    ['1GB', 'QuantityUnreadable'],
    ['.', 'QuantityUnreadable'],
    ['-', 'QuantityUnreadable'],
    ['+-1', 'QuantityUnreadable'],
    ['1.2.3', 'QuantityUnreadable'],
    ['1,5', 'QuantityUnreadable'],
    ['0x10', 'QuantityUnreadable'],
    ['1_000', 'QuantityUnreadable'],
    ['m', 'QuantityUnreadable'],
    ['\u0663', 'QuantityUnreadable'],
    ['1\uD800', 'QuantityUnreadable'],
    ['__proto__', 'QuantityUnreadable'],
    ['9'.repeat(65), 'QuantityUnreadable'],
    ['1e400', 'QuantityOutOfRange'],
    ['1e-400', 'QuantityOutOfRange'],
    ['1e999999999', 'QuantityOutOfRange'],
    ['8Ei', 'QuantityOutOfRange'],
    ['9223372036854775808', 'QuantityOutOfRange'],
  ])('refuses %j as %s and says what would be right', (text, tag) => {
    const found = parseQuantity(text);
    expect(refusal(found)).toBe(tag);
    expect(found).toMatchObject({
      left: { problem: expect.any(String), remedy: expect.any(String) },
    });
  });

  test('refuses a text of millions of characters at once and repeats 80 of them', () => {
    const found = parseQuantity('1'.repeat(5_000_000));
    expect(isLeft(found) && found.left.text.length).toBe(80);
    expect(refusal(parseQuantity(`${'1'.repeat(1_000_000)}x`))).toBe('QuantityUnreadable');
  });

  test('∀ strings: an amount or a refusal, never an exception', () => {
    const nearly = fc
      .array(fc.constantFrom('1', '0', '.', 'e', 'E', '+', '-', 'K', 'i', 'm', 'G', ' ', '9'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
        expect(['Left', 'Right']).toContain(parseQuantity(text)._tag);
      }),
      { numRuns: 500 },
    );
  });
});

describe('quantity › writing', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['1500m', '1500m'],
    ['1.5', '1500m'],
    ['2000m', '2'],
    ['1000', '1k'],
    ['1e6', '1M'],
    ['0.1Ki', '102400m'],
    ['1Ki', '1024'],
    ['-2.5k', '-2500'],
    ['0.5n', '5e-10'],
  ])('%s is written %s', (text, canonical) => {
    expect(formatQuantity(read(parseQuantity(text)))).toBe(canonical);
  });

  test('∀ amounts: writing and reading gives it back, and the same text again', () => {
    fc.assert(
      fc.property(legalFrom, (text) => {
        const quantity = read(parseQuantity(textOf(text)));
        const canonical = formatQuantity(quantity);
        expect(parseQuantity(canonical)).toEqual(parseQuantity(textOf(text)));
        expect(formatQuantity(read(parseQuantity(canonical)))).toBe(canonical);
      }),
      { numRuns: 500 },
    );
  });
});

describe('quantity › whole units', () => {
  test('GPUs and CPU are thousandths, memory is bytes', () => {
    expect(read(gpuMilliOf('0.5'))).toBe(500);
    expect(read(cpuMilliOf('1500m'))).toBe(1500);
    expect(read(memoryBytesOf('16Gi'))).toBe(17_179_869_184);
  });

  test('what is between two units is rounded up, so that nobody gets less than was asked', () => {
    expect(read(gpuMilliOf('0.3333'))).toBe(334);
    expect(read(cpuMilliOf('1n'))).toBe(1);
    expect(read(memoryBytesOf('1.5'))).toBe(2);
  });

  test('a negative amount and one beyond 2^53−1 units are refused', () => {
    expect(gpuMilliOf('-1')).toMatchObject({ left: { problem: 'is negative' } });
    expect(refusal(memoryBytesOf('9007199254740992'))).toBe('QuantityOutOfRange');
    expect(read(memoryBytesOf('9007199254740991'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(refusal(cpuMilliOf('9007199254741'))).toBe('QuantityOutOfRange');
    expect(read(cpuMilliOf('-0'))).toBe(0);
  });

  test('∀ units: the text is read back as it was', () => {
    const unitsFrom = fc.oneof(
      fc.nat(),
      fc.maxSafeNat(),
      fc.nat({ max: 4096 }).map((n) => n * 1024),
    );
    fc.assert(
      fc.property(unitsFrom, (units) => {
        expect(read(gpuMilliOf(gpuText(units)))).toBe(units);
        expect(read(cpuMilliOf(cpuText(units)))).toBe(units);
        expect(read(memoryBytesOf(memoryText(units)))).toBe(units);
      }),
    );
  });

  test('people read 0.5 GPUs, 1500m of CPU and 16Gi of memory', () => {
    expect([gpuText(500), gpuText(1005), gpuText(2000), gpuText(0)]).toEqual([
      '0.5',
      '1.005',
      '2',
      '0',
    ]);
    expect([cpuText(1500), cpuText(2000)]).toEqual(['1500m', '2']);
    expect([memoryText(17_179_869_184), memoryText(1536), memoryText(0)]).toEqual([
      '16Gi',
      '1536',
      '0',
    ]);
  });
});
