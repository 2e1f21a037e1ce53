import { nameOf, nodeAt, nodesAt, type Syntax, type SyntaxNode, walk } from './syntax.ts';
import { type Finding, finding } from './word-rules.ts';

const shipped = /^(domain|projections|adapters|src)\//;
const config = /^vitest\.config\.ts$/;

const everyNode = (
  file: Syntax,
  judge: (node: SyntaxNode, above: readonly SyntaxNode[]) => string | undefined,
): Finding[] => {
  const found: Finding[] = [];
  walk(file.program, (node, above) => {
    const what = judge(node, above);
    if (what !== undefined) found.push(finding(file, node.start, what));
  });
  return found;
};

/** No default export: a thing has one name everywhere. */
export const noDefaultExport = (file: Syntax): Finding[] =>
  config.test(file.path)
    ? []
    : everyNode(file, (node) =>
        node.type === 'ExportDefaultDeclaration' ? 'a default export' : undefined,
      );

/** No enum, no namespace: unions of words instead. */
export const noEnum = (file: Syntax): Finding[] =>
  everyNode(file, (node) =>
    node.type === 'TSEnumDeclaration' || node.type === 'TSModuleDeclaration'
      ? 'an enum or a namespace'
      : undefined,
  );

const closes = new Set(['close', 'stop', 'end']);

const isCloser = (member: SyntaxNode): boolean => {
  const key = nodeAt(member, 'key');
  const symbol = key?.type === 'MemberExpression' ? nameOf(nodeAt(key, 'property')) : undefined;
  return closes.has(nameOf(key) ?? '') || symbol === 'dispose' || symbol === 'asyncDispose';
};

/** A class is an error or something that must be closed; everything else is data and functions. */
export const classesClose = (file: Syntax): Finding[] =>
  everyNode(file, (node) => {
    if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return undefined;
    const parent = nameOf(nodeAt(node, 'superClass')) ?? '';
    const body = nodeAt(node, 'body');
    const isLawful =
      /(Error|Violation)$/.test(parent) ||
      (body !== undefined && nodesAt(body, 'body').some(isCloser));
    return isLawful ? undefined : 'a class that is neither an error nor closed';
  });

const publicShapes =
  /^(domain\/[^/]+\/(state|events|decide|index)|domain\/allocation\/(plan\/plan|policy\/policy|index)|projections\/[^/]+\/(view|index)|adapters\/ports\/[^/]+)\.ts$/;

/** Shapes that rooms show each other are readonly; the kernel's snapshot is kept incrementally, so it is not among them. */
export const readonlyShapes = (file: Syntax): Finding[] =>
  publicShapes.test(file.path)
    ? everyNode(file, (node) => {
        if (node.type === 'TSPropertySignature' && node['readonly'] !== true) {
          return 'a member that is not readonly';
        }
        return undefined;
      })
    : [];

/** How often a file says `as` (but `as const`): only parsers may, and each such file is listed in the ratchet. */
export const castsIn = (file: Syntax): number => {
  if (!shipped.test(file.path)) return 0;
  return everyNode(file, (node) => {
    const kind = node.type === 'TSAsExpression' ? nodeAt(node, 'typeAnnotation') : undefined;
    if (kind === undefined) return undefined;
    return kind.type === 'TSTypeReference' && nameOf(nodeAt(kind, 'typeName')) === 'const'
      ? undefined
      : 'a cast';
  }).length;
};
