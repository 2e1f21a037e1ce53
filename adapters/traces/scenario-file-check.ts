import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { closestTo } from '../../domain/foundation/closest.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { shown } from './refusal.ts';
import { type Objection, type Page, refuseAt, stepOf } from './scenario-file-page.ts';
import { scenarioShape, type ScenarioText } from './scenario-file-shape.ts';

/** Takes a JSON value for a scenario; see `checkedAs`. */
export const checkedScenario = (page: Page, value: unknown): ScenarioText =>
  checkedAs(scenarioShape, page, value);

/**
 * Takes a JSON value for what a shape describes once every key and every kind of value is as it must be.
 *
 * @throws InputRefusal that names the place, and for a mistyped word the closest known ones
 */
export const checkedAs = <Shape extends TSchema>(
  root: Shape,
  page: Page,
  value: unknown,
): Static<Shape> => {
  const shape = Compile(root);
  if (shape.Check(value)) return value;
  const errors = shape.Errors(value);
  const first = errors.find(isUnknownKey) ?? errors[0];
  invariant(first !== undefined, 'a value that fits no shape has an error');
  const path = first.instancePath;
  if (isUnknownKey(first)) return refuseAt(page, path, unknownKey(root, path));
  if (first.keyword === 'required') {
    const [key = ''] = first.params.requiredProperties;
    return refuseAt(page, path + stepOf(key), missingKey(root, path, key));
  }
  return refuseAt(page, path, wrongValue(root, path, valueAt(value, path)));
};

/** The library says "schema is false" of each key that no schema has. */
const isUnknownKey = (error: { readonly keyword: string }): boolean => error.keyword === 'boolean';

/** Closest words first; where none is close, all of them. */
const offered = (typed: string, known: readonly string[]): string => {
  const close = closestTo(typed, known);
  return close.length === 0
    ? `known are ${known.join(', ')}`
    : `did you mean ${close.map(shown).join(' or ')}?`;
};

const unknownKey = (root: TSchema, path: string): Objection => {
  const key = keysOf(path).at(-1) ?? '';
  const parent = path.slice(0, path.lastIndexOf('/'));
  return {
    problem: `${wantedAt(root, parent)} has no ${shown(key)}`,
    remedy: offered(key, Object.keys(memberOf(schemaAt(root, parent), 'properties') ?? {})),
  };
};

const missingKey = (root: TSchema, path: string, key: string): Objection => ({
  problem: `${wantedAt(root, path)} needs "${key}"`,
  remedy: `add "${key}": ${wantedAt(root, path + stepOf(key))}`,
});

const wrongValue = (root: TSchema, path: string, value: unknown): Objection => {
  const wanted = wantedAt(root, path);
  const allowed = memberOf(schemaAt(root, path), 'enum');
  return {
    problem: `${seen(value)} stands where ${wanted} should`,
    remedy:
      typeof value === 'string' && Array.isArray(allowed)
        ? offered(value, allowed.map(String))
        : `write ${wanted}`,
  };
};

/** A value as a message may show it. */
const seen = (value: unknown): string => {
  if (typeof value === 'string') return shown(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
};

const keysOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const memberOf = (thing: unknown, key: string): object | undefined => {
  const found = leafOf(thing, key);
  return typeof found === 'object' && found !== null ? found : undefined;
};

const leafOf = (thing: unknown, key: string): unknown =>
  typeof thing === 'object' && thing !== null && Object.hasOwn(thing, key)
    ? Object.getOwnPropertyDescriptor(thing, key)?.value
    : undefined;

const valueAt = (value: unknown, path: string): unknown => keysOf(path).reduce(leafOf, value);

/** The schemas on the way to a place, outermost first. */
const schemasTo = (root: TSchema, path: string): readonly object[] => {
  const way: object[] = [root];
  for (const key of keysOf(path)) {
    const here = way.at(-1);
    const [pattern] = Object.values(memberOf(here, 'patternProperties') ?? {});
    const next: unknown = memberOf(here, 'items') ?? pattern ?? keyedBy(here, key);
    if (typeof next !== 'object' || next === null) break;
    way.push(next);
  }
  return way;
};

const keyedBy = (schema: unknown, key: string): object | undefined =>
  memberOf(memberOf(schema, 'properties'), key);

const schemaAt = (root: TSchema, path: string): object | undefined => schemasTo(root, path).at(-1);

/** What must stand at a place, in words: of the innermost schema that says it. */
const wantedAt = (root: TSchema, path: string): string => {
  const words = schemasTo(root, path).map((schema) => leafOf(schema, 'description'));
  return String(words.findLast((said) => typeof said === 'string'));
};
