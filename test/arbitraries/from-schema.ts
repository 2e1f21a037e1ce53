import fc from 'fast-check';
import type { Static, TSchema } from 'typebox';
import type { EventOf, Fact } from '../../domain/foundation/event.ts';
import { invariant } from '../../domain/foundation/invariant.ts';

interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/**
 * Every value that a stored shape allows, small ones first: the laws of encoding hold for all of them, not only for
 * those that our own deciders make.
 *
 * Knows the same fragment of schemas as `serialiserOf`.
 * @throws InvariantViolation for a schema outside that fragment.
 */
export const fromSchema = <Schema extends TSchema>(schema: Schema): fc.Arbitrary<Static<Schema>> =>
  valueOf(schema as Shape) as fc.Arbitrary<Static<Schema>>;

/** Every event that a fact describes. */
export const eventFrom = <Known extends Fact>(known: Known): fc.Arbitrary<EventOf<Known>> =>
  fromSchema(known.shape).map((data) => ({ type: known.type, data }) as EventOf<Known>);

const valueOf = (shape: Shape): fc.Arbitrary<unknown> => {
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (shape.anyOf !== undefined) return fc.oneof(...shape.anyOf.map(valueOf));
  switch (shape.type) {
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 12 });
    case 'integer':
      return integerOf(shape);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(shape.items ?? {}), {
        minLength: shape.minItems ?? 0,
        maxLength: shape.maxItems ?? 4,
      });
    case 'object':
      return objectOf(shape);
    default:
      invariant(false, `no generator for schema type ${shape.type ?? '(none)'}`);
  }
};

const integerOf = (shape: Shape): fc.Arbitrary<number> => {
  const min = shape.minimum ?? Number.MIN_SAFE_INTEGER;
  const max = shape.maximum ?? Number.MAX_SAFE_INTEGER;
  const least = Math.max(min, -5);
  return fc.oneof(
    fc.maxSafeInteger().map((value) => Math.min(max, Math.max(min, value))),
    fc.integer({ min: least, max: Math.min(max, least + 10) }),
    fc.constantFrom(min, max),
  );
};

const objectOf = (shape: Shape): fc.Arbitrary<unknown> => {
  const pattern = Object.values(shape.patternProperties ?? {})[0];
  if (pattern !== undefined) {
    return fc.dictionary(fc.string({ maxLength: 8 }), valueOf(pattern), { maxKeys: 4 });
  }
  const members = Object.entries(shape.properties ?? {}).map(
    ([key, member]) => [key, valueOf(member)] as const,
  );
  const requiredKeys = [...(shape.required ?? [])];
  return fc.record(Object.fromEntries(members), { requiredKeys, noNullPrototype: true });
};
