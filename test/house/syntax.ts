import { parseSync, visitorKeys } from 'oxc-parser';
import type { SourceFile } from './tree.ts';

/** A node of the syntax tree, as ESTree names them; only what the rules look at. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A comment with its text. */
export interface Remark {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A file as the rules see it. */
export interface Syntax extends SourceFile {
  readonly program: SyntaxNode;
  readonly comments: readonly Remark[];
  /** 1 for the first line. */
  readonly lineAt: (offset: number) => number;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** The member of a node that is a node itself, if it is one. */
export const nodeAt = (node: SyntaxNode, key: string): SyntaxNode | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

/** The member of a node that is a list of nodes; empty if it is none. */
export const nodesAt = (node: SyntaxNode, key: string): readonly SyntaxNode[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** The name that an identifier carries; `undefined` for anything else. */
export const nameOf = (node: SyntaxNode | undefined): string | undefined =>
  node?.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : undefined;

/** Reads a file; a file that does not parse is a failure of the rule that reads it. */
export const syntaxOf = (file: SourceFile): Syntax => {
  const { program, comments, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new SyntaxError(`${file.path}: ${errors[0]?.message ?? ''}`);
  if (!isNode(program)) throw new SyntaxError(`${file.path}: no program`);
  const lineStarts = [0];
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  const lineAt = (offset: number): number => {
    const next = lineStarts.findIndex((start) => start > offset);
    return next < 0 ? lineStarts.length : next;
  };
  return { ...file, program, comments, lineAt };
};

/** Shows every node of a tree with the nodes above it, the nearest last. */
export const walk = (
  node: SyntaxNode,
  see: (node: SyntaxNode, above: readonly SyntaxNode[]) => void,
  above: readonly SyntaxNode[] = [],
): void => {
  see(node, above);
  const deeper = [...above, node];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = nodeAt(node, key);
    if (child !== undefined) walk(child, see, deeper);
    for (const one of nodesAt(node, key)) walk(one, see, deeper);
  }
};
