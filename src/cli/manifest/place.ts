import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
} from 'yaml';
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

/** A place below another. */
export const placeBelow = (parent: Place, node: unknown, path: string): Place => {
  const found = isNodeLike(node) ? node : null;
  return { page: parent.page, node: found, path, offset: found?.range?.[0] ?? parent.offset };
};

/** Tells a node from what the library has else. */
export const isNodeLike = (node: unknown): node is Node =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);

/** The node itself, or what an alias stands for. */
export const resolved = ({ node, page }: Place): Node | null =>
  isAlias(node) ? (node.resolve(page.document) ?? null) : node;

/** The places of a list. */
export const itemsAt = (place: Place): readonly Place[] => {
  const node = resolved(place);
  if (!isSeq(node))
    return refuseAt(place, `${seen(place)} stands where a list should`, 'write - …');
  return node.items.map((item, at) => placeBelow(place, item, `${place.path}[${at}]`));
};

/** Whether a list stands there. */
export const isListAt = (place: Place): boolean => isSeq(resolved(place));

/** What stands at a place, for messages. */
export const seen = (place: Place): string => {
  const node = resolved(place);
  if (isScalar(node)) return node.value === null ? 'nothing' : `'${shortened(writtenOf(node))}'`;
  return node === null ? 'nothing' : isSeq(node) ? 'a list' : 'an object';
};

/** A scalar as it was written, but for quotes. */
const writtenOf = ({ value, source }: Scalar): string =>
  typeof value === 'string' ? value : (source ?? JSON.stringify(value) ?? '');

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
    return writtenOf(node);
  }
  return refuseAt(place, `${seen(place)} stands where a text should`, 'write a text');
};
