import { nameOf, nodeAt, nodesAt, type Syntax, type SyntaxNode, walk } from './syntax.ts';

/** What a rule found and where, as one line. */
export type Finding = string;

/** Says where: `path:line what`. */
export const finding = (file: Syntax, offset: number, what: string): Finding =>
  `${file.path}:${file.lineAt(offset)} ${what}`;

const banned = /^(utils?|helpers?|common|managers?|services?|info|infos)$/;

/** The words of a camelCase, kebab-case, snake_case or CONSTANT_CASE name, in lower case. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.toLowerCase());

const declaredBy: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
  TSInterfaceDeclaration: ['id'],
  TSPropertySignature: ['key'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
};

const namesIn = (node: SyntaxNode): SyntaxNode[] =>
  (declaredBy[node.type] ?? []).flatMap((key) => {
    const one = nodeAt(node, key);
    return one === undefined ? [...nodesAt(node, key)] : [one];
  });

/** Names that say nothing: `utils`, `helpers`, `common`, `manager`, `service`, `info`. */
export const bannedWords = (file: Syntax): Finding[] => {
  const found: Finding[] = [];
  if (file.path.split('/').some((part) => wordsOf(part).some((word) => banned.test(word)))) {
    found.push(`${file.path} has a banned word in its path`);
  }
  walk(file.program, (node) => {
    for (const one of namesIn(node)) {
      const name = nameOf(one);
      if (name !== undefined && wordsOf(name).some((word) => banned.test(word))) {
        found.push(finding(file, one.start, `the name ${name} has a banned word`));
      }
    }
  });
  return found;
};

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(spec|contract|int|sim|test|d))?\.(ts|js)$/;

/** Files are named in kebab-case; folders too. */
export const kebabCase = (file: Syntax): Finding[] => {
  const parts = file.path.split('/');
  const name = parts.at(-1) ?? '';
  const isRight =
    kebab.test(name) && parts.slice(0, -1).every((part) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(part));
  return isRight ? [] : [`${file.path} is not in kebab-case`];
};

const knownTags = new Set(['unit', 'shape', 'cost', 'source', 'throws', 'example', 'link']);
const isDeclared = (node: SyntaxNode): boolean =>
  node.type === 'ExportNamedDeclaration' && nodeAt(node, 'declaration') !== undefined;

/** Every export says what it is for, in a sentence, before its tags; the tags are ours. */
export const documented = (file: Syntax): Finding[] => {
  const found: Finding[] = [];
  for (const node of nodesAt(file.program, 'body').filter(isDeclared)) {
    const doc = file.comments.findLast(
      ({ end }) => end <= node.start && file.text.slice(end, node.start).trim() === '',
    );
    const says = doc?.type === 'Block' && doc.value.startsWith('*') ? textOf(doc.value) : '';
    if (!/^[^@\s][^@]*/.test(says)) {
      found.push(finding(file, node.start, 'an export without a sentence that says what for'));
    }
  }
  for (const comment of file.comments.filter(({ value }) => value.startsWith('*'))) {
    for (const [, tag = ''] of comment.value.matchAll(/^\s*\**\s*@([a-z]+)/gim)) {
      if (!knownTags.has(tag)) found.push(finding(file, comment.start, `the tag @${tag}`));
    }
  }
  return found;
};

const textOf = (comment: string): string =>
  comment
    .slice(1)
    .replaceAll(/^\s*\*/gm, '')
    .trim();

const suppression =
  /^\s*(?:(oxlint|eslint)-disable(?:-next-line|-line)?\b(.*)|@ts-(ignore|nocheck|expect-error)\b(.*)|(prettier-ignore|v8 ignore|c8 ignore)\b(.*))/s;

/** A suppression names its rule and its reason: `oxlint-disable-next-line rule -- why`. */
export const reasonedSuppressions = (file: Syntax): Finding[] =>
  file.comments.flatMap((comment) => {
    const match = suppression.exec(comment.value.replace(/^\*/, ''));
    if (match === null) return [];
    const [, linter, lintRest = '', directive, typeRest = '', other, otherRest = ''] = match;
    const isReasoned =
      linter !== undefined
        ? /^\s+[\w@/(),\s-]+?\s--\s+\S.{9,}/s.test(lintRest)
        : directive !== undefined
          ? directive === 'expect-error' && /^\s*--\s+\S.{9,}/s.test(typeRest)
          : other !== undefined && /--\s+\S.{9,}/s.test(otherRest);
    return isReasoned
      ? []
      : [finding(file, comment.start, 'a suppression without rule and reason')];
  });
