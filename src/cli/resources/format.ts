import { formatProblem } from '../complain.ts';
import { type Format, formats, isFormat } from '../print/index.ts';
import { isTemplate, parseTemplate } from '../print/json-path.ts';
import type { JsonPath } from '../print/json-path-shape.ts';

/** How rows or one thing are to be printed. */
export type Shape =
  | { readonly format: Format | 'text'; readonly path?: undefined }
  | { readonly format: 'jsonpath'; readonly path: JsonPath };

/** Reads `-o`; a text is what is wrong with it. */
export const shapeOf = (
  output: string,
  known: readonly (Format | 'text')[] = formats,
): Shape | string => {
  if (isTemplate(output)) {
    const text = output.slice('jsonpath='.length);
    const parsed = parseTemplate(text);
    if ('parts' in parsed) return { format: 'jsonpath', path: parsed };
    const { column, problem, remedy } = parsed;
    return `error: ${problem}\n  at: -o jsonpath, column ${column}\n  remedy: ${remedy}\n`;
  }
  const problem = formatProblem(output, [...known, 'jsonpath=TEMPLATE']);
  if (problem !== undefined) return problem;
  return { format: isFormat(output) ? output : 'text' };
};
