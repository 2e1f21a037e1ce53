import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';

/** The file that a place is in. */
export interface Page {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

/** A value of a document, where it stands, and the way to it. */
export interface Place {
  readonly page: Page;
  readonly node: Node | null;
  /** `spec.subGroups[0].gpu`; empty for the whole document. */
  readonly path: string;
  /** Where to point when there is nothing. */
  readonly offset: number;
}

/** A document that cannot be taken, with the place that is wrong. */
export class ManifestRefusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.what);
    this.failure = failure;
  }
}

/** Refuses what stands at a place. @throws ManifestRefusal always */
export const refuseAt = (place: Place, problem: string, remedy: string): never => {
  throw new ManifestRefusal({
    what: problem,
    where: whereOf(place),
    remedy,
    exitCode: exitCodes.usage,
  });
};

/** A place in words: `site.yaml:12:7, field spec.gpu`. */
export const whereOf = ({ page, path, offset }: Place): string => {
  const { line, col } = page.lines.linePos(offset);
  const where = `${page.file}:${line}:${col}`;
  return path === '' ? where : `${where}, field ${path}`;
};

const placeOf = (parent: Place, node: unknown, path: string): Place => {
  const found = isNodeLike(node) ? node : null;
  return { page: parent.page, node: found, path, offset: found?.range?.[0] ?? parent.offset };
};

const isNodeLike = (node: unknown): node is Node =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);

/** The node itself, or what an alias stands for. */
const resolved = ({ node, page }: Place): Node | null =>
  isAlias(node) ? (node.resolve(page.document) ?? null) : node;

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
    return [name, isThere ? placeOf(place, value, path) : { ...place, node: null, path, offset }];
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

/** The places of a list. */
export const itemsAt = (place: Place): readonly Place[] => {
  const node = resolved(place);
  if (!isSeq(node))
    return refuseAt(place, `${seen(place)} stands where a list should`, 'write - …');
  return node.items.map((item, at) => placeOf(place, item, `${place.path}[${at}]`));
};

/** Whether a list stands there. */
export const isListAt = (place: Place): boolean => isSeq(resolved(place));

/** What stands at a place, for messages. */
export const seen = (place: Place): string => {
  const node = resolved(place);
  if (isScalar(node)) return node.value === null ? 'nothing' : `'${shortened(String(node.value))}'`;
  return node === null ? 'nothing' : isSeq(node) ? 'a list' : 'an object';
};

const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60)}…`);

/** The value of a scalar; `undefined` for anything else. */
export const scalarAt = (place: Place): unknown => {
  const node = resolved(place);
  return isScalar(node) ? node.value : undefined;
};

/** A text; a number or a flag is taken as it was written. */
export const scalarTextAt = (place: Place): string => {
  const node = resolved(place);
  if (isScalar(node) && node.value !== null) {
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  }
  return refuseAt(place, `${seen(place)} stands where a text should`, 'write a text');
};
