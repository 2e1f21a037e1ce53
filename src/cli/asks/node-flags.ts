import type { NodeExpression } from '../../../domain/foundation/node-terms.ts';
import type { Affinity } from '../../../domain/foundation/shapes.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import type { SubmitArguments } from './submit-arguments.ts';

type NodesWanted = Pick<Affinity, 'requiredNodes' | 'preferredNodes'>;

const forms =
  'write KEY=VALUE, KEY!=VALUE, KEY in (A,B), KEY notin (A,B), KEY, !KEY, KEY>N or KEY<N';

/**
 * Which nodes must, and which should, have the pods of a submission, as kubectl writes what labels are to be.
 *
 * @source Kubernetes, "Labels and selectors"; `Gt` and `Lt` as `>` and `<`
 */
export const nodesWantedOf = (args: SubmitArguments): NodesWanted | FlagProblem => {
  const requiredNodes: NonNullable<Affinity['requiredNodes']> = [];
  for (const text of args.nodeAffinity ?? []) {
    const matchExpressions = expressionsOf('--node-affinity', text);
    if (isProblem(matchExpressions)) return matchExpressions;
    requiredNodes.push({ matchExpressions: [...matchExpressions] });
  }
  const preferredNodes: NonNullable<Affinity['preferredNodes']> = [];
  for (const text of args.nodePreference ?? []) {
    const wish = preferenceOf(text);
    if (isProblem(wish)) return wish;
    preferredNodes.push(wish);
  }
  return {
    ...(requiredNodes.length === 0 ? {} : { requiredNodes }),
    ...(preferredNodes.length === 0 ? {} : { preferredNodes }),
  };
};

const preferenceOf = (
  text: string,
): NonNullable<Affinity['preferredNodes']>[number] | FlagProblem => {
  const flag = '--node-preference';
  const [, weight, terms] = /^(\d{1,3}):(.*)$/su.exec(text) ?? [];
  if (weight === undefined || terms === undefined) {
    const problem = `'${text}' has no weight`;
    return { flag, problem, remedy: 'begin with how much it counts: 50:zone=a' };
  }
  const matchExpressions = expressionsOf(flag, terms);
  return isProblem(matchExpressions)
    ? matchExpressions
    : { labels: {}, matchExpressions: [...matchExpressions], weight: Number(weight) };
};

const expressionsOf = (flag: string, text: string): readonly NodeExpression[] | FlagProblem => {
  const read: NodeExpression[] = [];
  // A comma between brackets parts values, any other one parts expressions.
  for (const part of text.split(/,(?![^()]*\))/u)) {
    const expression = expressionOf(part.trim());
    if (expression === undefined)
      return { flag, problem: `'${part.trim()}' says nothing of a label`, remedy: forms };
    read.push(expression);
  }
  return read;
};

const key = '[^\\s!=<>(),]+';
const among = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`, 'u');
const compared = new RegExp(`^(${key})\\s*(==|=|!=|>|<)\\s*([^\\s!=<>(),]*)$`, 'u');
const named = new RegExp(`^(!?)\\s*(${key})$`, 'u');
const operators = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' } as const;
const isOperator = (text: string): text is keyof typeof operators => Object.hasOwn(operators, text);

const expressionOf = (text: string): NodeExpression | undefined => {
  const [, label = '', word, list = ''] = among.exec(text) ?? [];
  if (word !== undefined) {
    const values = list.split(',').map((value) => value.trim());
    return { key: label, operator: word === 'in' ? 'In' : 'NotIn', values };
  }
  const [, one = '', sign = '', value = ''] = compared.exec(text) ?? [];
  if (isOperator(sign)) return { key: one, operator: operators[sign], values: [value] };
  const [, not, only] = named.exec(text) ?? [];
  if (only === undefined) return undefined;
  return { key: only, operator: not === '!' ? 'DoesNotExist' : 'Exists' };
};
