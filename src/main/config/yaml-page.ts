import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Objection, refused, shown } from './refusal.ts';
import { sectionNames, settingByKey } from './settings.ts';

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

const aList = (what: string): Objection => ({
  problem: `${what} does not hold keys with values`,
  remedy: 'write lines such as `listen: 127.0.0.1:7766`',
});

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

const unknownKey = (name: string, section: string): Objection => {
  const known =
    section === ''
      ? [...sectionNames, ...[...settingByKey.keys()].filter((key) => !key.includes('.'))]
      : [...settingByKey.keys()]
          .filter((key) => key.startsWith(`${section}.`))
          .map((key) => key.slice(section.length + 1));
  const close = closestTo(name.slice(0, 64), known);
  const elsewhere = [...settingByKey.keys()].filter((key) => key.endsWith(`.${name}`));
  const offers = close.length > 0 ? close : elsewhere;
  return {
    problem: `${section === '' ? 'the configuration' : shown(section)} has no key ${shown(name)}`,
    remedy:
      offers.length === 0
        ? `known are ${known.join(', ')}`
        : `did you mean ${offers.map(shown).join(' or ')}?`,
  };
};

/** What makes a value more than its words: it may be anything, so it is nothing that is taken. */
const notPlain = (node: ParsedNode): Objection | undefined => {
  if (isAlias(node)) return { problem: 'an alias stands for a value', remedy: 'write the value' };
  if (node.anchor !== undefined) {
    return { problem: 'an anchor stands before a value', remedy: 'leave the anchor out' };
  }
  if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) {
    return { problem: 'a tag stands before a value', remedy: 'leave the tag out' };
  }
  return undefined;
};

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

const remedyOf = (code: string): string => {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'keep one of the two';
    case 'MULTIPLE_DOCS':
      return 'keep one document in the file';
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    default:
      return 'write lines such as `listen: 127.0.0.1:7766`; docs/CONFIGURATION.md lists every key';
  }
};
