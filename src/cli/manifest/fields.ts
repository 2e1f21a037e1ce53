import { isMap, isScalar } from 'yaml';
import { closestTo } from '../../../domain/foundation/closest.ts';
import {
  isNodeLike,
  type Place,
  placeBelow,
  refuseAt,
  resolved,
  scalarTextAt,
  seen,
} from './place.ts';

/** The members of an object. */
export interface Fields {
  readonly place: Place;
  readonly get: (name: string) => Place | undefined;
  /** @throws ManifestRefusal where it is not there */
  readonly need: (name: string, what: string) => Place;
}

const pairsAt = (place: Place): readonly (readonly [string, Place])[] => {
  const node = resolved(place);
  if (!isMap(node)) {
    return refuseAt(
      place,
      `${seen(place)} stands where keys and values should`,
      'write key: value',
    );
  }
  return node.items.map(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : String(key);
    const path = place.path === '' ? name : `${place.path}.${name}`;
    const isThere = isNodeLike(value) && !(isScalar(value) && value.value === null);
    const offset = isNodeLike(key) ? (key.range?.[0] ?? place.offset) : place.offset;
    return [
      name,
      isThere ? placeBelow(place, value, path) : { ...place, node: null, path, offset },
    ];
  });
};

/** The members of an object that may have only known ones; one without a value is as if it were not there. */
export const fieldsAt = (place: Place, known: readonly string[]): Fields => {
  const pairs = pairsAt(place);
  for (const [name, at] of pairs) {
    if (known.includes(name)) continue;
    const close = closestTo(name, known);
    const remedy =
      close.length === 0 ? `known are ${known.join(', ')}` : `did you mean ${close.join(' or ')}?`;
    const { node: _, ...key } = at;
    return refuseAt(
      { ...key, node: null, offset: keyOffset(place, name) },
      `nobody knows '${name}'`,
      remedy,
    );
  }
  const byName = new Map(pairs.filter(([, { node }]) => node !== null));
  return {
    place,
    get: (name) => byName.get(name),
    need: (name, what) =>
      byName.get(name) ?? refuseAt(place, `'${name}' is missing`, `add ${name}: ${what}`),
  };
};

const keyOffset = (place: Place, name: string): number => {
  const node = resolved(place);
  const pair = isMap(node)
    ? node.items.find(({ key }) => isScalar(key) && String(key.value) === name)
    : undefined;
  return isNodeLike(pair?.key) ? (pair.key.range?.[0] ?? place.offset) : place.offset;
};

/** A text by each key. */
export const textsAt = (place: Place): Readonly<Record<string, string>> =>
  Object.fromEntries(pairsAt(place).map(([name, at]) => [name, scalarTextAt(at)]));

/** Places by each key, whatever the keys. */
export const membersAt = (place: Place): readonly (readonly [string, Place])[] => pairsAt(place);
