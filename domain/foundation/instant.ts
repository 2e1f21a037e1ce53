/**
 * A point in time as data: whole milliseconds since 1970-01-01T00:00:00Z.
 *
 * Time is an input everywhere in `domain/`; the clock adapter alone reads a clock.
 * @unit ms since epoch
 */
export type InstantMs = number;
