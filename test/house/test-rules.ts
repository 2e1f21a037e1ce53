import { nameOf, nodeAt, nodesAt, type Syntax, type SyntaxNode, walk } from './syntax.ts';
import { type Finding, finding } from './word-rules.ts';

const isTest = (file: Syntax): boolean => file.path.startsWith('test/');
const runners = new Set(['describe', 'it', 'test', 'suite']);

/** The name at the root of a callee: `it` of `it`, `it.each`, `it.skip.each(…)`. */
const rootName = (node: SyntaxNode | undefined): string | undefined => {
  if (node === undefined) return undefined;
  if (node.type === 'MemberExpression') return rootName(nodeAt(node, 'object'));
  if (node.type === 'CallExpression' || node.type === 'TaggedTemplateExpression') {
    return rootName(nodeAt(node, node.type === 'CallExpression' ? 'callee' : 'tag'));
  }
  return nameOf(node);
};

/** Tells whether a call declares a suite or a test. */
export const isRunnerCall = (node: SyntaxNode): boolean =>
  node.type === 'CallExpression' && runners.has(rootName(nodeAt(node, 'callee')) ?? '');

const titleOf = (call: SyntaxNode): string | undefined => {
  const [first] = nodesAt(call, 'arguments');
  if (first?.type === 'Literal' && typeof first['value'] === 'string') return first['value'];
  if (first?.type !== 'TemplateLiteral') return undefined;
  const [start] = nodesAt(first, 'quasis');
  const value = start?.['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value
    ? String(value.cooked)
    : undefined;
};

const isLaw = (file: Syntax, call: SyntaxNode): boolean =>
  /\bfc\.(assert|property|asyncProperty)\(|\.prop\(/.test(file.text.slice(call.start, call.end));

const isLeaf = (call: SyntaxNode): boolean => {
  const name = rootName(nodeAt(call, 'callee'));
  return name === 'it' || name === 'test';
};

/** A title is a rule in the present tense; a law over all cases begins with ∀. */
export const titles = (file: Syntax): Finding[] => {
  if (!isTest(file)) return [];
  const found: Finding[] = [];
  walk(file.program, (node) => {
    const title = isRunnerCall(node) ? titleOf(node) : undefined;
    if (title === undefined) return;
    if (/\bshould\b/i.test(title)) found.push(finding(file, node.start, `“should” in “${title}”`));
    if (isLeaf(node) && !title.startsWith('∀') && isLaw(file, node)) {
      found.push(finding(file, node.start, `a law whose title does not begin with ∀: “${title}”`));
    }
  });
  return found;
};

const leftOut = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf', 'fails']);

/** No test is left out, and none pushes the others out: a server that cannot be had is a failure. */
export const noneLeftOut = (file: Syntax): Finding[] => {
  if (!isTest(file)) return [];
  const found: Finding[] = [];
  walk(file.program, (node) => {
    if (node.type !== 'MemberExpression' || !runners.has(rootName(node) ?? '')) return;
    const name = nameOf(nodeAt(node, 'property'));
    if (name !== undefined && leftOut.has(name)) {
      found.push(finding(file, node.start, `.${name} on a test`));
    }
  });
  return found;
};

const mocks = new Set(['mock', 'doMock', 'fn', 'spyOn', 'stubGlobal', 'hoisted']);

/** No mocks: fakes are adapters that pass the contract. */
export const noMocks = (file: Syntax): Finding[] => {
  if (!isTest(file)) return [];
  const found: Finding[] = [];
  walk(file.program, (node) => {
    const isVi = node.type === 'MemberExpression' && nameOf(nodeAt(node, 'object')) === 'vi';
    const name = isVi ? nameOf(nodeAt(node, 'property')) : undefined;
    if (name !== undefined && mocks.has(name)) found.push(finding(file, node.start, `vi.${name}`));
  });
  return found;
};

const importing = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration']);

/** What a statement imports that is more than types; nothing where it imports nothing, or what is erased. */
const importedCode = (node: SyntaxNode): string | undefined => {
  if (node.type === 'ImportExpression') return '(whatever is asked for)';
  if (!importing.has(node.type)) return undefined;
  const isErased = node['importKind'] === 'type' || node['exportKind'] === 'type';
  const source = nodeAt(node, 'source')?.['value'];
  return isErased || typeof source !== 'string' ? undefined : source;
};

/** What judges the kernel shares no code with it: of anything outside of their folder the oracles know the types alone. */
export const ownReckoning = (file: Syntax): Finding[] => {
  if (!file.path.startsWith('test/oracles/')) return [];
  const found: Finding[] = [];
  walk(file.program, (node) => {
    const source = importedCode(node);
    if (source === undefined || /^\.\/[a-z-]+\.ts$/.test(source)) return;
    found.push(finding(file, node.start, `the code of ${source} in an oracle`));
  });
  return found;
};
