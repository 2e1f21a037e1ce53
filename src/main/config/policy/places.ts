import { type Document, isMap, isNode, isScalar, type ParsedNode, visit } from 'yaml';
import type { Objection } from '../refusal.ts';
import { notPlain } from '../yaml-objections.ts';
import type { PlacedObjection } from './objection-to.ts';

type Placed = Pick<ParsedNode, 'range'>;

/** The part of a document that an objection is about, or what is nearest around it. */
export const nodeOf = (
  document: Document.Parsed,
  { pointer, isOfKey }: PlacedObjection,
): Placed | null => {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (isOfKey) return keyNodeOf(document, parts) ?? document.contents;
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const node = document.getIn(parts.slice(0, depth), true);
    if (isPlaced(node)) return node;
  }
  return document.contents;
};

const keyNodeOf = (document: Document.Parsed, parts: readonly string[]): Placed | undefined => {
  const name = parts.at(-1);
  const map = parts.length === 1 ? document.contents : document.getIn(parts.slice(0, -1), true);
  if (!isMap(map)) return undefined;
  const key = map.items.find((one) => isScalar(one.key) && String(one.key.value) === name)?.key;
  return isPlaced(key) ? key : undefined;
};

const isPlaced = (node: unknown): node is Placed => isNode(node) && Array.isArray(node.range);

/** The first part of a document that is more than its words: an alias, an anchor, a tag. */
export const strangeIn = (
  document: Document.Parsed,
): { readonly node: Placed; readonly objection: Objection } | undefined => {
  let strange: { readonly node: Placed; readonly objection: Objection } | undefined;
  visit(document, {
    Node: (_, node) => {
      const objection = notPlain(node);
      if (objection === undefined) return undefined;
      strange = { node: isPlaced(node) ? node : { range: [0, 0, 0] }, objection };
      return visit.BREAK;
    },
  });
  return strange;
};
