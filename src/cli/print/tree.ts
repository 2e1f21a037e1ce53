import { harmless } from './cell.ts';

/** A sentence with what stands below it. */
export interface Branch {
  readonly says: string;
  /** Where it comes from, behind the sentence. */
  readonly source?: string | undefined;
  readonly below: readonly Branch[];
}

const lineOf = ({ says, source }: Branch): string =>
  harmless(source === undefined ? says : `${says} (${source})`);

/** Branches as lines: each below the one that it belongs to, with rules that show it. */
export const printTree = (root: Branch): string => `${treeLines(root).join('\n')}\n`;

const treeLines = (branch: Branch): readonly string[] => [
  lineOf(branch),
  ...branch.below.flatMap((child, place) => {
    const isLast = place === branch.below.length - 1;
    const [first = '', ...rest] = treeLines(child);
    return [
      `${isLast ? '└─' : '├─'} ${first}`,
      ...rest.map((line) => `${isLast ? '   ' : '│  '}${line}`),
    ];
  }),
];

/** Signs that Markdown would take for its own. */
const escaped = (text: string): string => text.replace(/([\\`*_{}[\]<>#|~])/g, '\\$1');

/** Branches as a Markdown list. */
export const markdownTree = (root: Branch): string => `${markdownLines(root, '').join('\n')}\n`;

const markdownLines = (branch: Branch, indent: string): readonly string[] => [
  `${indent}- ${escaped(lineOf(branch))}`,
  ...branch.below.flatMap((child) => markdownLines(child, `${indent}  `)),
];
