import fc from 'fast-check';

/** An id. */
export const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
/** One to four different ids. */
export const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
/** A key or a value of a label. */
export const label = fc.stringMatching(/^[a-zA-Z0-9.]{1,6}$/);
/** A duration, whole seconds half of the time. */
export const durationMs = fc.oneof(
  fc.nat(100_000),
  fc.nat(100_000).map((seconds) => seconds * 1000),
);
