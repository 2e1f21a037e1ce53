import { type Alias, isAlias, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { type Objection, shown } from './refusal.ts';
import { sectionNames, settingByKey } from './settings.ts';

/** Something stands where keys with values should. */
export const aList = (what: string): Objection => ({
  problem: `${what} does not hold keys with values`,
  remedy: 'write lines such as `listen: 127.0.0.1:7766`',
});

/** A key that nobody knows, with those that may have been meant. */
export const unknownKey = (name: string, section: string): Objection => {
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
export const notPlain = (node: Alias | Scalar | YAMLMap | YAMLSeq): Objection | undefined => {
  if (isAlias(node)) return { problem: 'an alias stands for a value', remedy: 'write the value' };
  if (node.anchor !== undefined) {
    return { problem: 'an anchor stands before a value', remedy: 'leave the anchor out' };
  }
  if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) {
    return { problem: 'a tag stands before a value', remedy: 'leave the tag out' };
  }
  return undefined;
};

/** What to do about a text that is no YAML, by the code of the parser. */
export const remedyOf = (code: string): string => {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'keep one of the two';
    case 'MULTIPLE_DOCS':
      return 'keep one document in the file';
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    default:
      return 'write lines such as `key: value`; docs/CONFIGURATION.md and docs/POLICY.md list every key';
  }
};
