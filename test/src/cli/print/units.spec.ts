import { describe, expect, test } from 'vitest';
import {
  boundText,
  bytesText,
  countText,
  spanText,
  instantText,
  mibText,
  milliText,
  permilleText,
  textOr,
} from '../../../../src/cli/print/index.ts';

describe('units', () => {
  test.each([
    [500, '0.5'],
    [8000, '8'],
    [1250, '1.25'],
    [1, '0.001'],
    [0, '0'],
    [-500, '-0.5'],
  ])('%d thousandths are %s', (milli, text) => {
    expect(milliText(milli)).toBe(text);
  });

  test.each([
    [0, '0'],
    [1023, '1023'],
    [4_294_967_296, '4Gi'],
    [1536, '1.5Ki'],
    [1_649_267_441_664, '1.5Ti'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  test.each([
    [0, '0s'],
    [320, '320ms'],
    [1000, '1s'],
    [1500, '1.5s'],
    [45_000, '45s'],
    [60_000, '1m'],
    [725_000, '12m5s'],
    [11_520_000, '3h12m'],
    [86_400_000, '1d'],
    [100_000_000, '1d3h'],
    [-1500, '-1.5s'],
  ])('%d ms are %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });

  test('instants are ISO 8601 in UTC, and one that no calendar has stays a number', () => {
    expect(instantText(0)).toBe('1970-01-01T00:00:00Z');
    expect(instantText(1)).toBe('1970-01-01T00:00:00.001Z');
    expect(instantText(undefined)).toBe('-');
    expect(instantText(9e15)).toBe('9000000000000000ms');
  });

  test('what is boundless says so, and what is empty keeps its column', () => {
    expect([boundText(-1), boundText(2000), mibText(-1), mibText(1024)]).toEqual([
      '∞',
      '2',
      '∞',
      '1Gi',
    ]);
    expect([textOr(''), textOr(undefined), textOr('x')]).toEqual(['-', '-', 'x']);
  });

  test('counts and ratios are easy to read', () => {
    expect([countText(999), countText(1_234_567), permilleText(505)]).toEqual([
      '999',
      '1,234,567',
      '50.5%',
    ]);
  });
});
