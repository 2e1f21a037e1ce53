import { type TSchema, Type } from 'typebox';

/** Takes no member that it does not name. */
export const closed = { additionalProperties: false } as const;

/** May be left out, or be null, which programs made from Run:ai's own specification like to send. */
export const maybe = <Shape extends TSchema>(shape: Shape) =>
  Type.Optional(Type.Union([shape, Type.Null()]));

/** A point in time as answers tell it. */
export const instantShape = Type.String({ format: 'date-time' });

/** A point in time as answers tell it. */
export const instantText = (atMs: number): string => new Date(atMs).toISOString();

/** The same, where there is one. */
export const instantTextOf = (atMs: number | undefined): string | undefined =>
  atMs === undefined ? undefined : instantText(atMs);

/** What every write takes beside its body. */
export const dryRunQuery = {
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Judges it as if it were meant, and writes nothing.' }),
  ),
};

/** The path of one thing. */
export const idParams = (example: string) =>
  Type.Object({ id: Type.String({ minLength: 1, maxLength: 512, examples: [example] }) });

/** Reads a member of what a schema has let through. */
export const memberOf = (value: object, name: string): unknown => Reflect.get(value, name);

/** One of some words. */
export const wordsOf = (words: readonly string[]) =>
  Type.Unsafe<string>({ type: 'string', enum: words });
