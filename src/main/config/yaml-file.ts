import { type Document, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, right } from '../../../domain/foundation/fp.ts';
import { type Objection, refused, shown } from './refusal.ts';
import { remedyOf } from './yaml-objections.ts';

/** A YAML file with its lines. */
export interface Page {
  readonly file: string;
  readonly lines: LineCounter;
}

/** What was read, or why not. */
export type Refusable<Value> = Either<InputFault, Value>;

/** A page with what stands on it, not judged yet. */
export interface OpenPage {
  readonly page: Page;
  readonly document: Document.Parsed;
}

/** Reads a text as YAML; what is none, or might be read otherwise, is refused with its place. */
export const openPage = (file: string, text: string): Refusable<OpenPage> => {
  const lines = new LineCounter();
  const page = { file, lines };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const fault = document.errors[0] ?? document.warnings[0];
  return fault === undefined ? right({ page, document }) : refuseYaml(page, fault);
};

/** Where a node begins. @shape `line` and `column` begin at 1 */
export const placeIn = (
  { lines }: Page,
  node: Pick<ParsedNode, 'range'> | null,
): { line: number; column: number } => {
  const { line, col } = lines.linePos(node?.range[0] ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
};

/** Refuses what stands at a node, for a key. */
export const refuseAt = (
  page: Page,
  node: Pick<ParsedNode, 'range'> | null,
  { key, ...objection }: Objection & { readonly key?: string },
): Refusable<never> =>
  refused({ _tag: 'File', file: page.file, ...placeIn(page, node) }, key, objection);

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
