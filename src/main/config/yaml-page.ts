import { isMap, isNode, isScalar, type ParsedNode } from 'yaml';
import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { shown } from './refusal.ts';
import { sectionNames, settingByKey } from './settings.ts';
import { openPage, type Page, placeIn, type Refusable, refuseAt } from './yaml-file.ts';
import { aList, notPlain, unknownKey } from './yaml-objections.ts';

/** A value of the file with its place. @shape `line` and `column` begin at 1 */
export interface Written {
  readonly key: string;
  readonly value: unknown;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads the values of a configuration file, each with its place.
 *
 * Nothing but keys that are known and plain values is taken: no anchors or aliases, no tags, no second document. What a
 * value may be is judged afterwards.
 */
export const readPage = (file: string, text: string): Refusable<readonly Written[]> => {
  const opened = openPage(file, text);
  if (isLeft(opened)) return opened;
  const { page, document } = opened.right;
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return right([]);
  if (!isMap(contents)) return refuseAt(page, contents, aList('the file'));
  return membersOf(page, contents, '');
};

const membersOf = (page: Page, map: unknown, section: string): Refusable<readonly Written[]> => {
  if (!isMap<ParsedNode, ParsedNode | null>(map)) return right([]);
  const written: Written[] = [];
  for (const { key: keyNode, value } of map.items) {
    const special = isNode(value) ? notPlain(value) : undefined;
    if (special !== undefined) return refuseAt(page, value, special);
    const found = memberOf(page, { keyNode, value, section });
    if (isLeft(found)) return found;
    written.push(...found.right);
  }
  return right(written);
};

interface Member {
  readonly keyNode: ParsedNode;
  readonly value: ParsedNode | null;
  readonly section: string;
}

const memberOf = (
  page: Page,
  { keyNode, value, section }: Member,
): Refusable<readonly Written[]> => {
  const name = isScalar(keyNode) ? String(keyNode.value) : '';
  const key = section === '' ? name : `${section}.${name}`;
  if (section === '' && sectionNames.includes(name)) {
    if (isMap(value)) return membersOf(page, value, name);
    if (value === null || (isScalar(value) && value.value === null)) return right([]);
    return refuseAt(page, value, aList(shown(name)));
  }
  if (!settingByKey.has(key)) return refuseAt(page, keyNode, unknownKey(name, section));
  if (value === null || (isScalar(value) && value.value === null)) return right([]);
  return right([{ key, value: isScalar(value) ? value.value : noValue, ...placeIn(page, value) }]);
};

/** Stands for a list or a map where one value should be. */
const noValue = Symbol('no value');
