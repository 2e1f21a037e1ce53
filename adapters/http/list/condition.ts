import { closestTo } from '../../../domain/foundation/closest.ts';
import { shortened } from '../../../domain/foundation/field.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { ListFault, ListTable } from './table.ts';
import { type Condition, conditionOn, operators, refuse } from './typed-condition.ts';

/** Most conditions of a filter. */
const conditionsMax = 50;
const grammar = /^([A-Za-z][\w.]*)(==|!=|<=|>=|=@|!@|=\^|=\$)(.*)$/s;
/** A comma ends a condition only where another one begins: any other comma belongs to the value. */
const separator = /,(?=[A-Za-z][\w.]*(?:==|!=|<=|>=|=@|!@|=\^|=\$))/;

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
