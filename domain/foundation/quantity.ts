import { shortened } from './field.ts';
import { type Either, isLeft, left, right } from './fp.ts';

/**
 * An exact amount as Kubernetes writes it: numerator / denominator.
 *
 * @shape the denominator is the lowest power of ten that will do, so equal amounts are equal field by field.
 */
export interface Quantity {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Why a text is no amount, and what would be one. */
export interface QuantityRejection {
  readonly _tag: 'QuantityUnreadable' | 'QuantityOutOfRange';
  /** As it was given, cut to 80 characters. */
  readonly text: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Longer than any amount that means something; keeps a hostile text from being worked on. */
const lengthMax = 64;
/** Beyond it no amount is within range, whatever its digits. */
const exponentMax = 99;
/** Kubernetes caps amounts here; we refuse instead of changing what was asked. */
const magnitudeMax = 2n ** 63n - 1n;

/** Powers of ten by decimal suffix, largest first. */
const decimalSuffixes = [
  ['E', 18],
  ['P', 15],
  ['T', 12],
  ['G', 9],
  ['M', 6],
  ['k', 3],
  ['', 0],
  ['m', -3],
  ['u', -6],
  ['n', -9],
] as const;
/** Powers of two by binary suffix, largest first. */
const binarySuffixes = [
  ['Ei', 60],
  ['Pi', 50],
  ['Ti', 40],
  ['Gi', 30],
  ['Mi', 20],
  ['Ki', 10],
] as const;

const powersOfTen: ReadonlyMap<string, number> = new Map(decimalSuffixes);
const powersOfTwo: ReadonlyMap<string, number> = new Map(binarySuffixes);

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|([EPTGMK]i|[EPTGMkmun]))?$/;
const remedy =
  'write a number with a suffix of n u m k M G T P E Ki Mi Gi Ti Pi Ei, an exponent like e3, or none: 500m, 1.5, 16Gi';

/**
 * Reads an amount in Kubernetes' grammar, exactly.
 *
 * @cost bounded by 64 characters and exponents of two digits.
 * @source k8s.io/apimachinery/pkg/api/resource, `Quantity` (grammar; cap at 2^63−1)
 */
export const parseQuantity = (text: string): Either<QuantityRejection, Quantity> => {
  if (text.length > lengthMax) return unreadable(text, `is longer than ${lengthMax} characters`);
  const parts = grammar.exec(text);
  const [, sign, whole = '', fraction = '', exponentText, suffix = ''] = parts ?? [];
  if (parts === null || whole + fraction === '') {
    return unreadable(text, text === '' ? 'is empty' : 'is not a number with a known suffix');
  }
  const exponent = Number(exponentText ?? 0);
  if (Math.abs(exponent) > exponentMax) {
    return outOfRange(text, `has an exponent beyond ${exponentMax}`);
  }
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scaled = digits << BigInt(powersOfTwo.get(suffix) ?? 0);
  const power = exponent + (powersOfTen.get(suffix) ?? 0) - fraction.length;
  const quantity =
    power >= 0
      ? { numerator: scaled * 10n ** BigInt(power), denominator: 1n }
      : reduced(scaled, 10n ** BigInt(-power));
  const { numerator, denominator } = quantity;
  const magnitude = numerator < 0n ? -numerator : numerator;
  if (magnitude > magnitudeMax * denominator) return outOfRange(text, 'is beyond 2^63-1');
  return right(quantity);
};

const unreadable = (text: string, problem: string): Either<QuantityRejection, never> =>
  left({ _tag: 'QuantityUnreadable', text: shortened(text), problem, remedy });

const outOfRange = (
  text: string,
  problem: string,
  instead = 'write an amount between -(2^63-1) and 2^63-1',
): Either<QuantityRejection, never> =>
  left({ _tag: 'QuantityOutOfRange', text: shortened(text), problem, remedy: instead });

const reduced = (numerator: bigint, denominator: bigint): Quantity => {
  let [n, d] = [numerator, denominator];
  while (d > 1n && n % 10n === 0n) [n, d] = [n / 10n, d / 10n];
  return { numerator: n, denominator: d };
};

/** The order of amounts: negative when `a` is less. */
export const compareQuantities = (a: Quantity, b: Quantity): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Reads GPUs. @unit thousandths of a card, rounded up */
export const gpuMilliOf = (text: string): Either<QuantityRejection, number> =>
  wholeUnits(text, 1000n, 'thousandths of a card');

/** Reads CPU. @unit millicores, rounded up */
export const cpuMilliOf = (text: string): Either<QuantityRejection, number> =>
  wholeUnits(text, 1000n, 'millicores');

/** Reads memory. @unit bytes, rounded up */
export const memoryBytesOf = (text: string): Either<QuantityRejection, number> =>
  wholeUnits(text, 1n, 'bytes');

/** Reads memory that is counted in MiB. @unit MiB, rounded up */
export const memoryMibOf = (text: string): Either<QuantityRejection, number> => {
  const bytes = memoryBytesOf(text);
  return isLeft(bytes) ? bytes : right(Math.ceil(bytes.right / bytesPerMib));
};

const bytesPerMib = 1_048_576;

const wholeUnits = (
  text: string,
  unitsPerOne: bigint,
  unit: string,
): Either<QuantityRejection, number> => {
  const parsed = parseQuantity(text);
  if (isLeft(parsed)) return parsed;
  const { numerator, denominator } = parsed.right;
  const instead = `write an amount from 0 to ${Number.MAX_SAFE_INTEGER} ${unit}`;
  if (numerator < 0n) return outOfRange(text, 'is negative', instead);
  const units = (numerator * unitsPerOne + denominator - 1n) / denominator;
  return units <= BigInt(Number.MAX_SAFE_INTEGER)
    ? right(Number(units))
    : outOfRange(text, `is more ${unit} than can be counted exactly`, instead);
};

/**
 * The canonical decimal text of an amount: no fraction, the largest suffix that allows it.
 *
 * What is finer than a billionth, which Kubernetes would round up, is written with an exponent.
 */
export const formatQuantity = ({ numerator, denominator }: Quantity): string => {
  if (numerator === 0n) return '0';
  for (const [suffix, power] of decimalSuffixes) {
    const up = power < 0 ? 10n ** BigInt(-power) : 1n;
    const down = denominator * (power > 0 ? 10n ** BigInt(power) : 1n);
    if ((numerator * up) % down === 0n) return `${(numerator * up) / down}${suffix}`;
  }
  return `${numerator}e-${denominator.toString().length - 1}`;
};

/** CPU as Kubernetes writes it: `1500m`, `2`. */
export const cpuText = (cpuMilli: number): string =>
  formatQuantity(reduced(BigInt(cpuMilli), 1000n));

/** GPUs as people write them: `0.5`, `2`. @unit of the input: thousandths of a card */
export const gpuText = (gpuMilli: number): string => {
  const { numerator, denominator } = reduced(BigInt(gpuMilli), 1000n);
  const places = denominator.toString().length - 1;
  const fraction = (numerator % denominator).toString().padStart(places, '0');
  return places === 0 ? `${numerator}` : `${numerator / denominator}.${fraction}`;
};

/** Memory as Kubernetes writes it: the largest binary suffix that leaves no fraction, `16Gi`, `1000`. */
export const memoryText = (memoryBytes: number): string => {
  const bytes = BigInt(memoryBytes);
  const found = binarySuffixes.find(([, power]) => bytes % 2n ** BigInt(power) === 0n);
  if (found === undefined || bytes === 0n) return bytes.toString();
  return `${bytes >> BigInt(found[1])}${found[0]}`;
};
