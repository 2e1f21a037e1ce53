import fc from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { allFacts } from '../../../domain/catalogue/events.ts';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { serialiserOf } from '../../../domain/foundation/serialise.ts';
import { fromSchema } from '../../arbitraries/from-schema.ts';

/** The same value with the keys of all its objects turned round, so that their order cannot help. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turned(member)]),
  );
};

/** What the schema says about the order of keys, read by a slow and plain hand. */
interface Shape {
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOf = (shape: Shape, value: unknown): boolean => {
  if ('const' in shape) return shape.const === value;
  if (!isObject(value)) return shape.properties === undefined;
  return Object.entries(shape.properties ?? {}).every(
    ([key, member]) => !('const' in member) || member.const === value[key],
  );
};

const written = (shape: Shape, value: unknown): string => {
  const variant = shape.anyOf?.find((one) => isOf(one, value));
  if (variant !== undefined) return written(variant, value);
  if (Array.isArray(value))
    return `[${value.map((one) => written(shape.items ?? {}, one)).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const pattern = Object.values(shape.patternProperties ?? {})[0];
  const keys =
    pattern === undefined ? Object.keys(shape.properties ?? {}) : Object.keys(value).toSorted();
  const members = keys
    .filter((key) => value[key] !== undefined)
    .map((key) => {
      const member = pattern ?? shape.properties?.[key] ?? {};
      return `${JSON.stringify(key)}:${written(member, value[key])}`;
    });
  return `{${members.join()}}`;
};

const shapeOf = (schema: TSchema): Shape => schema as Shape;

describe('serialiser', () => {
  it.each(allFacts.map((known) => [known.type, known] as const))(
    '∀ data of %s: it writes JSON with the keys in schema order, whatever order they came in',
    (_, known) => {
      fc.assert(
        fc.property(fromSchema<TSchema>(known.shape), (data) => {
          const text = known.serialise(turned(data));
          expect(text).toBe(written(shapeOf(known.shape), data));
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(data)));
        }),
        { numRuns: 40 },
      );
    },
  );

  it('leaves out what is optional and absent or undefined', () => {
    const serialise = serialiserOf(
      Type.Object({ a: Type.Integer(), b: Type.Optional(Type.String()), c: Type.Boolean() }),
    );
    expect(serialise({ c: true, a: 1 })).toBe('{"a":1,"c":true}');
    expect(serialise({ c: true, b: undefined, a: 1 })).toBe('{"a":1,"c":true}');
    expect(serialise({ c: false, b: '"', a: -7 })).toBe('{"a":-7,"b":"\\"","c":false}');
  });

  it('writes no comma before whoever comes first', () => {
    const optional = Type.Optional(Type.Integer());
    const serialise = serialiserOf(Type.Object({ a: optional, b: optional, c: Type.Object({}) }));
    expect(serialise({ c: {} })).toBe('{"c":{}}');
    expect(serialise({ c: {}, b: 2 })).toBe('{"b":2,"c":{}}');
    expect(serialise({ c: {}, b: 2, a: 1 })).toBe('{"a":1,"b":2,"c":{}}');
    expect(serialiserOf(Type.Object({ a: optional, b: optional }))({})).toBe('{}');
  });

  it('sorts the keys of a record by code unit', () => {
    const serialise = serialiserOf(Type.Record(Type.String(), Type.Integer()));
    expect(serialise({ b: 1, 9: 2, 10: 3, Z: 4, é: 5 })).toBe('{"10":3,"9":2,"Z":4,"b":1,"é":5}');
  });

  it('tells the variants of a union apart by their constant, and refuses one that is none', () => {
    const serialise = serialiserOf(
      Type.Union([
        Type.Object({ _tag: Type.Literal('A'), n: Type.Integer() }),
        Type.Object({ _tag: Type.Literal('B'), t: Type.String() }),
      ]),
    );
    expect(serialise({ t: 'x', _tag: 'B' })).toBe('{"_tag":"B","t":"x"}');
    expect(() => serialise({ _tag: 'C' })).toThrow(InvariantViolation);
  });

  it('writes an empty object', () => {
    expect(serialiserOf(Type.Object({}))({})).toBe('{}');
  });

  it.each<readonly [string, TSchema]>([
    ['fractions', Type.Object({ a: Type.Number() })],
    ['anything', Type.Object({ a: Type.Unknown() })],
    [
      'a union that nothing tells apart',
      Type.Union([Type.Object({ a: Type.Integer() }), Type.Object({ b: Type.Integer() })]),
    ],
  ])('has no form for %s, and says so at start-up', (_, schema) => {
    expect(() => serialiserOf(schema)).toThrow(InvariantViolation);
  });
});
