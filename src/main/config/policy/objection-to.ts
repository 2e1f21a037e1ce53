import { closestTo } from '../../../../domain/foundation/closest.ts';
import { type Objection, shown } from '../refusal.ts';

/** What is wrong at a place of a document, as a JSON pointer. */
export interface PlacedObjection extends Objection {
  readonly pointer: string;
  /** Whether the key itself is wrong, not what stands there. */
  readonly isOfKey: boolean;
}

/** The fragment of JSON schemas that documents are judged by. */
export interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

type Found = PlacedObjection | undefined;

/** The first thing that keeps a value from being of a shape; every key of an object is known, and is there. */
export const objectionTo = (shape: Shape, value: unknown, pointer = ''): Found => {
  if (shape.enum !== undefined) return wordObjection(shape.enum, value, pointer);
  switch (shape.type) {
    case 'object':
      return objectObjection(shape, value, pointer);
    case 'array':
      return listObjection(shape, value, pointer);
    case 'integer':
      return isWholeIn(shape, value) ? undefined : wrong(pointer, value, wholeText(shape));
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong(pointer, value, 'true or false');
    default:
      return isTextIn(shape, value) ? undefined : wrong(pointer, value, textText(shape));
  }
};

const objectObjection = (shape: Shape, value: unknown, pointer: string): Found => {
  const { properties = {} } = shape;
  if (!isObject(value)) return wrong(pointer, value, 'keys with values');
  const stray = Object.keys(value).find((key) => !Object.hasOwn(properties, key));
  if (stray !== undefined) return strayObjection(stray, Object.keys(properties), pointer);
  for (const [key, member] of Object.entries(properties)) {
    if (!Object.hasOwn(value, key)) return missing(pointer, key);
    const found = objectionTo(member, value[key], `${pointer}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

const listObjection = (shape: Shape, value: unknown, pointer: string): Found => {
  const { minItems = 0, maxItems = Infinity, items = {} } = shape;
  if (!Array.isArray(value)) return wrong(pointer, value, 'a list');
  if (value.length < minItems || value.length > maxItems) {
    return wrong(pointer, value, `a list of ${minItems} to ${maxItems}`);
  }
  for (const [place, item] of value.entries()) {
    const found = objectionTo(items, item, `${pointer}/${place}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

const wordObjection = (words: readonly unknown[], value: unknown, pointer: string): Found => {
  if (words.includes(value)) return undefined;
  const known = words.map(String);
  const close = typeof value === 'string' ? closestTo(value.slice(0, 64), known) : [];
  if (close.length === 0) return wrong(pointer, value, `one of ${known.join(', ')}`);
  return { ...wrong(pointer, value, ''), remedy: meant(close) };
};

/** Refuses a value, and says what must stand there. */
export const wrong = (pointer: string, value: unknown, wanted: string): PlacedObjection => ({
  pointer,
  isOfKey: false,
  problem: `${seen(value)} stands at ${pointer === '' ? 'the top' : pointer}`,
  remedy: `write ${wanted}`,
});

const strayObjection = (
  key: string,
  known: readonly string[],
  pointer: string,
): PlacedObjection => {
  const close = closestTo(key.slice(0, 64), known);
  return {
    pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    isOfKey: true,
    problem: `${pointer === '' ? 'a policy' : pointer} has no key ${shown(key)}`,
    remedy: close.length === 0 ? `known are ${known.join(', ')}` : meant(close),
  };
};

const missing = (pointer: string, key: string): PlacedObjection => ({
  pointer,
  isOfKey: false,
  problem: `${pointer === '' ? 'the policy' : pointer} lacks ${shown(key)}`,
  remedy: `write ${shown(key)} there`,
});

const meant = (close: readonly string[]): string =>
  `did you mean ${close.map(shown).join(' or ')}?`;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWholeIn = ({ minimum = -Infinity, maximum = Infinity }: Shape, value: unknown): boolean =>
  Number.isSafeInteger(value) &&
  !Object.is(value, -0) &&
  typeof value === 'number' &&
  value >= minimum &&
  value <= maximum;

const isTextIn = ({ minLength = 0, maxLength = Infinity }: Shape, value: unknown): boolean =>
  typeof value === 'string' &&
  value.isWellFormed() &&
  value.length >= minLength &&
  value.length <= maxLength;

const wholeText = ({ minimum, maximum }: Shape): string =>
  maximum === Number.MAX_SAFE_INTEGER
    ? `a whole number from ${minimum} on`
    : `a whole number from ${minimum} to ${maximum}`;

const textText = ({ minLength, maxLength }: Shape): string =>
  `a text of ${minLength} to ${maxLength} characters`;

const seen = (value: unknown): string => {
  if (typeof value === 'string') return shown(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? 'a group of keys' : String(value);
};
