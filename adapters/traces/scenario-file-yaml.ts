import { type Document, isAlias, isNode, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { refuse } from './refusal.ts';
import type { Page } from './scenario-file-page.ts';

/**
 * A YAML document as the JSON that says the same, with the lines of the YAML: what may stand in it is judged as JSON.
 *
 * Refused is what JSON has no word for: aliases, tags, several documents, keys that are no texts.
 * @throws InputRefusal that names the line
 */
export const yamlAsJson = (file: string, text: string): Page => {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    stringKeys: true,
  });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    const problem = `the file is no YAML that berth reads: ${fault.message}`;
    const remedy = 'write one document of plain keys, lists and values';
    return refuse({ file, line: lineOf(fault.pos[0]), problem, remedy });
  }
  visit(document, (_, node) => {
    const isStrange =
      isAlias(node) ||
      (isNode(node) && (node.tag ?? '') !== '' && node.tag?.startsWith('tag:') === false);
    if (!isStrange) return;
    const problem = 'an alias or a tag, which a scenario does not have';
    refuse({ file, line: lineOf(node.range?.[0] ?? 0), problem, remedy: 'write the value itself' });
  });
  return {
    file,
    text: JSON.stringify(document.toJS()) ?? 'null',
    lineAt: (pointer) => lineOf(placeOf(document, pointer)),
  };
};

/** Where in the text a pointer leads; where it leads nowhere, the last thing on its way that is there. */
const placeOf = (document: Document.Parsed, pointer: string): number => {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = steps.length; length >= 0; length -= 1) {
    const path = steps.slice(0, length).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const found: unknown = length === 0 ? document.contents : document.getIn(path, true);
    if (isNode(found)) return startOf(found);
  }
  return 0;
};

const startOf = (node: Node): number => node.range?.[0] ?? 0;
