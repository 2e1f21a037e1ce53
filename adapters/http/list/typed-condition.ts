import { closestTo } from '../../../domain/foundation/closest.ts';
import { shortened } from '../../../domain/foundation/field.ts';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import { instantOf, numberOf } from './operand.ts';
import type { FlagField, ListFault, ListField, NumberField, TextField } from './table.ts';

/** How a condition compares: equal, other, at most, at least, contains, does not contain, begins with, ends with. */
export const operators = ['==', '!=', '<=', '>=', '=@', '!@', '=^', '=$'] as const;
/** See `operators`. */
export type Operator = (typeof operators)[number];

/** One condition of a filter, its operand as the field has it. */
export type Condition<Row, See> =
  | TextCondition<Row, See>
  | { readonly kind: 'number'; readonly of: Of<Row, See, number>; readonly is: Comparison<number> }
  | { readonly kind: 'flag'; readonly of: Of<Row, See, boolean>; readonly is: Comparison<boolean> };

/** A condition on a text. */
export interface TextCondition<Row, See> {
  readonly kind: 'text';
  readonly of: Of<Row, See, string>;
  readonly is: Comparison<string>;
  /** The field, where the rows of each of its values are kept together; empty where they are not. */
  readonly group: string;
}

type Of<Row, See, Value> = (row: Row, see: See) => Value | undefined;

/** An operator with what stands right of it. */
export interface Comparison<Value> {
  readonly operator: Operator;
  readonly operand: Value;
}

/** A condition as it was written, with the operator that was made out. */
export interface Written {
  readonly text: string;
  readonly name: string;
  readonly operator: Operator;
  readonly operand: string;
}

/** The condition on a field, its operand read as the field has it; or why there is none. */
export const conditionOn = <Row, See>(
  field: ListField<Row, See>,
  written: Written,
): Either<ListFault, Condition<Row, See>> => {
  switch (field.kind) {
    case 'text':
      return textCondition(field, written);
    case 'number':
    case 'instant':
      return numberCondition(field, written);
    case 'boolean':
      return flagCondition(field, written);
  }
};

const numberCondition = <Row, See>(
  { kind, of }: NumberField<Row, See>,
  written: Written,
): Either<ListFault, Condition<Row, See>> => {
  const { operator, operand } = written;
  if (!orderedOperators.has(operator)) return wrongOperator(written, kind, orderedOperators);
  const value = kind === 'number' ? numberOf(operand) : instantOf(operand);
  if (value === undefined) return wrongOperand(written, operandRemedies[kind]);
  return right({ kind: 'number', of, is: { operator, operand: value } });
};

const flagCondition = <Row, See>(
  { of }: FlagField<Row, See>,
  written: Written,
): Either<ListFault, Condition<Row, See>> => {
  const { operator, operand } = written;
  if (!equalOperators.has(operator)) return wrongOperator(written, 'flag', equalOperators);
  if (operand !== 'true' && operand !== 'false')
    return wrongOperand(written, 'write true or false');
  return right({ kind: 'flag', of, is: { operator, operand: operand === 'true' } });
};

const equalOperators: ReadonlySet<Operator> = new Set<Operator>(['==', '!=']);
const orderedOperators: ReadonlySet<Operator> = new Set<Operator>(['==', '!=', '<=', '>=']);

const operandRemedies = {
  number: 'write a number such as 8 or 0.5',
  instant: 'write a time as in 2026-01-31T08:00:00Z, or a date; a + of an offset is %2B in a URL',
} as const;

const textCondition = <Row, See>(
  { words, of, isShared }: TextField<Row, See>,
  written: Written,
): Either<ListFault, Condition<Row, See>> => {
  const { operator, operand } = written;
  if (words !== undefined && equalOperators.has(operator) && !words.includes(operand)) {
    const close = closestTo(operand, words);
    const offered = close.length > 0 ? `did you mean ${close.join(' or ')}?` : undefined;
    return wrongOperand(written, offered ?? `choose one of ${words.join(', ')}`);
  }
  const group = isShared === true ? written.name : '';
  return right({ kind: 'text', of, is: { operator, operand }, group });
};

const wrongOperand = ({ text, name, operand }: Written, remedy: string) =>
  refuse(text, `${shortened(operand)} cannot be a value of ${name}`, remedy);

const wrongOperator = (
  { text, name, operator }: Written,
  kind: string,
  known: ReadonlySet<Operator>,
) =>
  refuse(text, `${operator} means nothing for ${name}, a ${kind}`, `use ${[...known].join(' ')}`);

/** Says what is wrong with a condition. */
export const refuse = (value: string, problem: string, remedy: string): Either<ListFault, never> =>
  left({ pointer, value: shortened(value), problem, remedy });

/** Where conditions stand. */
const pointer = '/filterBy';
