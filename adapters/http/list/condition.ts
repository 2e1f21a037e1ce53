import { closestTo } from '../../../domain/foundation/closest.ts';
import { shortened } from '../../../domain/foundation/field.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { instantOf, numberOf } from './operand.ts';
import type { ListFault, ListField, ListTable } from './table.ts';

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

/** Most conditions of a filter. */
const conditionsMax = 50;
const grammar = /^([A-Za-z][\w.]*)(==|!=|<=|>=|=@|!@|=\^|=\$)(.*)$/s;
/** A comma ends a condition only where another one begins: any other comma belongs to the value. */
const separator = /,(?=[A-Za-z][\w.]*(?:==|!=|<=|>=|=@|!@|=\^|=\$))/;
const pointer = '/filterBy';

/** Reads the conditions of a filter, all of which must hold. @shape each text holds one condition, or several with commas */
export const conditionsOf = <Row, See>(
  table: ListTable<Row, See>,
  texts: readonly string[],
): Either<ListFault, readonly Condition<Row, See>[]> => {
  const parts = texts.flatMap((text) => text.split(separator));
  if (parts.length > conditionsMax) {
    const problem = `holds ${parts.length} conditions, more than ${conditionsMax}`;
    return refuse(shortened(texts.join(',')), problem, `name at most ${conditionsMax} conditions`);
  }
  const conditions: Condition<Row, See>[] = [];
  for (const part of parts) {
    const condition = conditionOf(table, part);
    if (isLeft(condition)) return condition;
    conditions.push(condition.right);
  }
  return right(conditions);
};

const conditionOf = <Row, See>(
  table: ListTable<Row, See>,
  text: string,
): Either<ListFault, Condition<Row, See>> => {
  const parts = grammar.exec(text);
  const [, name = '', word = '', operand = ''] = parts ?? [];
  const operator = operators.find((one) => one === word);
  if (operator === undefined) {
    const remedy = `write field, operator and value, as in ${exampleOf(table)}; operators are ${operators.join(' ')}`;
    return refuse(text, 'is no condition', remedy);
  }
  const field = table.fields.get(name);
  if (field === undefined) {
    return refuse(
      text,
      `a ${table.noun} has no field ${shortened(name)}`,
      knownFields(table, name),
    );
  }
  return conditionOn(field, { text, name, operator, operand });
};

/** Offers the fields that a mistyped one may have meant, else all of them. */
export const knownFields = (table: ListTable<never, never>, name: string): string => {
  const close = closestTo(name, table.fields.keys());
  return close.length > 0
    ? `did you mean ${close.join(' or ')}?`
    : `choose one of ${[...table.fields.keys()].join(', ')}`;
};

const exampleOf = (table: ListTable<never, never>): string => {
  const [name = 'name'] = table.fields.keys();
  return `${name}==value`;
};

interface Written {
  readonly text: string;
  readonly name: string;
  readonly operator: Operator;
  readonly operand: string;
}

const conditionOn = <Row, See>(
  field: ListField<Row, See>,
  written: Written,
): Either<ListFault, Condition<Row, See>> => {
  switch (field.kind) {
    case 'text':
      return textCondition(field, written);
    case 'number':
    case 'instant': {
      const { operator, operand } = written;
      const isOrdered = orderedOperators.has(operator);
      if (!isOrdered) return wrongOperator(written, field.kind, orderedOperators);
      const value = field.kind === 'number' ? numberOf(operand) : instantOf(operand);
      if (value === undefined) return wrongOperand(written, operandRemedies[field.kind]);
      return right({ kind: 'number', of: field.of, is: { operator, operand: value } });
    }
    case 'boolean': {
      const { operator, operand } = written;
      if (!equalOperators.has(operator)) return wrongOperator(written, 'flag', equalOperators);
      if (operand !== 'true' && operand !== 'false') {
        return wrongOperand(written, 'write true or false');
      }
      return right({ kind: 'flag', of: field.of, is: { operator, operand: operand === 'true' } });
    }
  }
};

const equalOperators: ReadonlySet<Operator> = new Set<Operator>(['==', '!=']);
const orderedOperators: ReadonlySet<Operator> = new Set<Operator>(['==', '!=', '<=', '>=']);

const operandRemedies = {
  number: 'write a number such as 8 or 0.5',
  instant: 'write a time as in 2026-01-31T08:00:00Z, or a date; a + of an offset is %2B in a URL',
} as const;

const textCondition = <Row, See>(
  { words, of, isShared }: Extract<ListField<Row, See>, { readonly kind: 'text' }>,
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

const refuse = (value: string, problem: string, remedy: string): Either<ListFault, never> =>
  left({ pointer, value: shortened(value), problem, remedy });
