/** A fraction, exactly. @shape `over` is positive; not reduced */
export interface Ratio {
  readonly of: bigint;
  readonly over: bigint;
}

/** A whole number as a fraction. */
export const whole = (of: bigint | number): Ratio => ({ of: BigInt(of), over: 1n });
/** `of / over`. */
export const ratio = (of: bigint | number, over: bigint | number): Ratio => ({
  of: BigInt(of),
  over: BigInt(over),
});
/** The sum of two fractions. */
export const plus = (a: Ratio, b: Ratio): Ratio => ({
  of: a.of * b.over + b.of * a.over,
  over: a.over * b.over,
});
/** The difference of two fractions. */
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { of: -b.of, over: b.over });
/** The product of two fractions. */
export const times = (a: Ratio, b: Ratio): Ratio => ({ of: a.of * b.of, over: a.over * b.over });
/** The quotient of two fractions, the second of which is positive. */
export const per = (a: Ratio, b: Ratio): Ratio => ({ of: a.of * b.over, over: a.over * b.of });
/** Below 0, 0 or above 0, as the first is smaller than, equal to or larger than the second. */
export const compare = (a: Ratio, b: Ratio): number => {
  const difference = a.of * b.over - b.of * a.over;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
/** The larger of two fractions. */
export const larger = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b);
/** The largest whole number that is not above a fraction that is not negative. */
export const floor = (a: Ratio): bigint => a.of / a.over;
/** Nothing. */
export const zero: Ratio = whole(0);
