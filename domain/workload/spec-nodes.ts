import { type NodeExpression, type NodeTerm, wholeOfText } from '../foundation/node-terms.ts';
import { invalid, nameProblem } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';

/** Most alternatives, most expressions of one, and most values of one of them. */
const termsMax = 64;
const expressionsMax = 64;
const valuesMax = 256;

/** The first thing that cannot mean anything in which nodes will do. */
export const nodeTermsProblem = (
  at: string,
  terms: readonly NodeTerm[] | undefined,
): InvalidSpec | undefined => {
  if (terms === undefined) return undefined;
  const count = countProblem(at, terms.length, { least: 1, most: termsMax });
  if (count !== undefined) return count;
  for (const [place, { matchExpressions }] of terms.entries()) {
    const problem = expressionsProblem(`${at}/${place}/matchExpressions`, matchExpressions, 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** The first thing that cannot mean anything in what must hold of the labels of a node. */
export const expressionsProblem = (
  at: string,
  expressions: readonly NodeExpression[],
  least: number,
): InvalidSpec | undefined => {
  const count = countProblem(at, expressions.length, { least, most: expressionsMax });
  if (count !== undefined) return count;
  for (const [place, expression] of expressions.entries()) {
    const problem = expressionProblem(`${at}/${place}`, expression);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** How many values each operator has. @source Kubernetes, NodeSelectorRequirement */
const valuesOf = {
  In: { least: 1, most: valuesMax },
  NotIn: { least: 1, most: valuesMax },
  Exists: { least: 0, most: 0 },
  DoesNotExist: { least: 0, most: 0 },
  Gt: { least: 1, most: 1 },
  Lt: { least: 1, most: 1 },
} as const;

const expressionProblem = (
  at: string,
  { key, operator, values = [] }: NodeExpression,
): InvalidSpec | undefined => {
  const problem =
    nameProblem(`${at}/key`, key) ??
    countProblem(`${at}/values`, values.length, valuesOf[operator]);
  if (problem !== undefined || (operator !== 'Gt' && operator !== 'Lt')) return problem;
  const [value = ''] = values;
  return wholeOfText(value) === undefined
    ? invalid({ pointer: `${at}/values/0`, value: value.slice(0, 64), problem: 'NotAnInteger' })
    : undefined;
};

const countProblem = (
  pointer: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): InvalidSpec | undefined => {
  if (value < least) return invalid({ pointer, value, problem: 'Empty', bound: least });
  return value > most ? invalid({ pointer, value, problem: 'AboveBound', bound: most }) : undefined;
};
