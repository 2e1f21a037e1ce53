import { isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Objection, refused, shown } from './refusal.ts';
import { sectionNames, settingByKey } from './settings.ts';
import { aList, notPlain, remedyOf, unknownKey } from './yaml-objections.ts';

/** A value of the file with its place. @shape `line` and `column` begin at 1 */
export interface Written {
  readonly key: string;
  readonly value: unknown;
  readonly line: number;
  readonly column: number;
}

interface Page {
  readonly file: string;
  readonly lines: LineCounter;
}

type Refusable<Value> = Either<InputFault, Value>;

/**
 * Reads the values of a configuration file, each with its place.
 *
 * Nothing but keys that are known and plain values is taken: no anchors or aliases, no tags, no second document. What a
 * value may be is judged afterwards.
 */
export const readPage = (file: string, text: string): Refusable<readonly Written[]> => {
  const lines = new LineCounter();
  const page = { file, lines };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) return refuseYaml(page, fault);
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

const placeIn = ({ lines }: Page, node: ParsedNode | null): { line: number; column: number } => {
  const { line, col } = lines.linePos(node?.range[0] ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
};

const refuseAt = (page: Page, node: ParsedNode | null, objection: Objection): Refusable<never> =>
  refused({ _tag: 'File', file: page.file, ...placeIn(page, node) }, undefined, objection);

const refuseYaml = (
  { file, lines }: Page,
  fault: { readonly code: string; readonly message: string; readonly pos: readonly number[] },
): Refusable<never> => {
  const { line, col } = lines.linePos(fault.pos[0] ?? 0);
  const isTooDeep = fault.code === 'RESOURCE_EXHAUSTION';
  const problem = isTooDeep ? 'is nested too deeply' : shown(fault.message).slice(1, -1);
  return refused(
    { _tag: 'File', file, line: Math.max(line, 1), column: Math.max(col, 1) },
    undefined,
    {
      problem: `the file is no YAML that berth reads: ${problem}`,
      remedy: remedyOf(fault.code),
    },
  );
};
