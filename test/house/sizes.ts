import { castsIn } from './form-rules.ts';
import { nameOf, nodeAt, type Syntax, type SyntaxNode, walk } from './syntax.ts';
import { isRunnerCall } from './test-rules.ts';

/** What files and functions aim at, and what they never exceed. @unit lines */
export const bounds = {
  files: { aim: 150, hard: 400 },
  functions: { aim: 25, hard: 70 },
} as const;

/** What is measured: lines of files, lines of functions, casts in files. */
export type Measure = 'files' | 'functions' | 'casts';

/** One thing above its aim: `path`, or `path#function`. */
export interface Excess {
  readonly measure: Measure;
  readonly name: string;
  readonly size: number;
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const linesOf = (file: Syntax, node: SyntaxNode): number =>
  file.lineAt(Math.max(node.start, node.end - 1)) - file.lineAt(node.start) + 1;

/** The name that a reader would look for: the nearest variable, member or method that holds the function. */
const heldName = (node: SyntaxNode, above: readonly SyntaxNode[]): string => {
  const own = nameOf(nodeAt(node, 'id'));
  if (own !== undefined) return own;
  for (const outer of above.toReversed()) {
    const name = nameOf(nodeAt(outer, 'id')) ?? nameOf(nodeAt(outer, 'key'));
    if (name !== undefined) return name;
  }
  return 'module';
};

/** A suite's body is a list of tests, not a function that somebody has to understand at once. */
const isSuiteBody = (above: readonly SyntaxNode[]): boolean => {
  const parent = above.at(-1);
  return parent !== undefined && isRunnerCall(parent);
};

/** Everything in a file that is larger than it aims to be; of equally named functions the largest. */
export const excessesOf = (file: Syntax): Excess[] => {
  const found = new Map<string, Excess>();
  const keep = (excess: Excess, aim: number): void => {
    const key = `${excess.measure} ${excess.name}`;
    const isLarger = excess.size > Math.max(aim, found.get(key)?.size ?? 0);
    if (isLarger) found.set(key, excess);
  };
  const lines = file.text === '' ? 0 : file.lineAt(file.text.length - 1);
  keep({ measure: 'files', name: file.path, size: lines }, bounds.files.aim);
  keep({ measure: 'casts', name: file.path, size: castsIn(file) }, 0);
  walk(file.program, (node, above) => {
    if (!functions.has(node.type) || isSuiteBody(above)) return;
    const name = `${file.path}#${heldName(node, above)}`;
    keep({ measure: 'functions', name, size: linesOf(file, node) }, bounds.functions.aim);
  });
  return [...found.values()];
};

/** The lengths of all functions of more than a line, ascending. @unit lines */
export const functionLengths = (file: Syntax): number[] => {
  const lengths: number[] = [];
  walk(file.program, (node, above) => {
    if (functions.has(node.type) && !isSuiteBody(above)) lengths.push(linesOf(file, node));
  });
  return lengths.filter((lines) => lines > 1).toSorted((a, b) => a - b);
};

/** What the ratchet allows: a size that may only shrink, and why it is as it is. */
export type Ratchet = Readonly<
  Record<Measure, Readonly<Record<string, { readonly size: number; readonly why: string }>>>
>;

/** Holds the sizes of today against those allowed: nothing grows, nothing new comes without a reason. */
export const broken = (found: readonly Excess[], ratchet: Ratchet): string[] => [
  ...found.flatMap(({ measure, name, size }) => {
    const allowed = ratchet[measure][name];
    const hard = measure === 'casts' ? Infinity : bounds[measure].hard;
    if (size > hard) return [`${name} has ${size} lines, never more than ${hard}`];
    if (allowed === undefined)
      return [`${measure}: ${name} (${size}) is above its aim and not in the ratchet`];
    if (size > allowed.size) return [`${measure}: ${name} grew from ${allowed.size} to ${size}`];
    return [];
  }),
  ...measures.flatMap((measure) =>
    Object.entries(ratchet[measure]).flatMap(([name, { size, why }]) => {
      const now = found.find((one) => one.measure === measure && one.name === name)?.size ?? 0;
      if (why.trim().length < 10) return [`${measure}: ${name} is in the ratchet without a reason`];
      return now < size ? [`${measure}: ${name} shrank to ${now}: npm run ratchet`] : [];
    }),
  ),
];

/** The measures in the order of the ratchet file. */
export const measures = ['files', 'functions', 'casts'] as const;

/** The ratchet after today's shrinking: smaller sizes are kept, what is within its aim is dropped, nothing is added. */
export const lowered = (found: readonly Excess[], ratchet: Ratchet): Ratchet => {
  const lower = (measure: Measure): Ratchet[Measure] =>
    Object.fromEntries(
      Object.entries(ratchet[measure]).flatMap(([name, { size, why }]) => {
        const now = found.find((one) => one.measure === measure && one.name === name);
        return now === undefined ? [] : [[name, { size: Math.min(size, now.size), why }]];
      }),
    );
  return { files: lower('files'), functions: lower('functions'), casts: lower('casts') };
};
