import type { TSchema } from 'typebox';

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
}

/** How many examples it takes to show every variant of every union in a schema. */
export const variantsOf = (schema: TSchema): number => widthOf(schema as Shape);

/**
 * One readable value of a schema, the same on every run: even variants are full, odd ones leave out what may be left
 * out, and each takes the next word or object of every union.
 */
export const exampleOf = (schema: TSchema, variant: number): unknown =>
  valueOf(schema as Shape, { name: 'value', variant });

interface Place {
  readonly name: string;
  readonly variant: number;
}

const widthOf = (shape: Shape): number => {
  const inside = [
    ...(shape.anyOf ?? []),
    ...Object.values(shape.properties ?? {}),
    ...Object.values(shape.patternProperties ?? {}),
    ...(shape.items === undefined ? [] : [shape.items]),
  ];
  return Math.max(shape.anyOf?.length ?? 0, shape.enum?.length ?? 0, ...inside.map(widthOf), 1);
};

const valueOf = (shape: Shape, place: Place): unknown => {
  const { name, variant } = place;
  if ('const' in shape) return shape.const;
  if (shape.enum !== undefined) return shape.enum[variant % shape.enum.length];
  if (shape.anyOf !== undefined) {
    return valueOf(shape.anyOf[variant % shape.anyOf.length] ?? {}, place);
  }
  const isFull = variant % 2 === 0;
  switch (shape.type) {
    case 'string':
      return isFull ? `${name} "é\u2028💡"` : `${name}-${variant}`;
    case 'integer':
      return isFull ? numberOf(shape, name) : (shape.minimum ?? 0);
    case 'boolean':
      return isFull;
    case 'null':
      return null;
    case 'array':
      return isFull
        ? [0, 1].map((step) => valueOf(shape.items ?? {}, { name, variant: step }))
        : [];
    case 'object':
      return objectOf(shape, place);
    default:
      throw new Error(`no example for schema type ${shape.type ?? '(none)'}`);
  }
};

/** A number that tells its field from the next one, inside its bounds. */
const numberOf = ({ minimum = 0, maximum = 1_000_000 }: Shape, name: string): number =>
  Math.min(
    maximum,
    Math.max(minimum, 10 + name.split('').reduce((sum, c) => sum + c.charCodeAt(0), 0)),
  );

const objectOf = (shape: Shape, { name, variant }: Place): unknown => {
  const pattern = Object.values(shape.patternProperties ?? {})[0];
  const isFull = variant % 2 === 0;
  if (pattern !== undefined) {
    const keys = isFull ? [`${name}.b`, `${name}.a`] : [];
    return Object.fromEntries(keys.map((key) => [key, valueOf(pattern, { name: key, variant })]));
  }
  const required = new Set(shape.required ?? []);
  const entries = Object.entries(shape.properties ?? {}).filter(
    ([key]) => isFull || required.has(key),
  );
  return Object.fromEntries(
    entries.map(([key, member]) => [key, valueOf(member, { name: key, variant })]),
  );
};
