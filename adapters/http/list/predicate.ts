import type { Comparison, Condition } from './typed-condition.ts';
import type { ListTable } from './table.ts';

/** Tells whether a row is wanted. */
export type Predicate<Row> = (row: Row) => boolean;

/** What a filter and a search let through; `undefined` where both let everything through. */
export const predicateOf = <Row, See>(
  table: ListTable<Row, See>,
  { conditions, search }: Wanted<Row, See>,
  see: See,
): Predicate<Row> | undefined => {
  const tests = conditions.map((condition) => testOf(condition, see));
  if (search !== '') tests.push(searching(table, search, see));
  return tests.length === 0 ? undefined : tests.reduce(both);
};

/** A chain of pairs is what the engine runs fastest: no list is gone through for each row. */
const both =
  <Row>(one: Predicate<Row>, other: Predicate<Row>): Predicate<Row> =>
  (row) =>
    one(row) && other(row);

/** What somebody wants to see. @shape an empty search lets everything through */
export interface Wanted<Row, See> {
  readonly conditions: readonly Condition<Row, See>[];
  readonly search: string;
}

const testOf = <Row, See>(condition: Condition<Row, See>, see: See): Predicate<Row> => {
  switch (condition.kind) {
    case 'text': {
      const { of, is } = condition;
      const holds = textTest(is);
      return (row) => holds(of(row, see));
    }
    case 'number': {
      const { of, is } = condition;
      const holds = numberTest(is);
      return (row) => holds(of(row, see));
    }
    case 'flag': {
      const { of, is } = condition;
      const isWanted = is.operator === '==';
      return (row) => (of(row, see) === is.operand) === isWanted;
    }
  }
};

type Holds<Value> = (value: Value | undefined) => boolean;

/** What is not there is other than everything and contains nothing. */
const textTest = ({ operator, operand }: Comparison<string>): Holds<string> => {
  switch (operator) {
    case '==':
      return (value) => value === operand;
    case '!=':
      return (value) => value !== operand;
    case '<=':
      return (value) => value !== undefined && value <= operand;
    case '>=':
      return (value) => value !== undefined && value >= operand;
    case '=@':
      return (value) => value !== undefined && value.includes(operand);
    case '!@':
      return (value) => value === undefined || !value.includes(operand);
    case '=^':
      return (value) => value !== undefined && value.startsWith(operand);
    case '=$':
      return (value) => value !== undefined && value.endsWith(operand);
  }
};

/** Conditions on numbers have the first four operators alone; the others let nothing through. */
const numberTest = ({ operator, operand }: Comparison<number>): Holds<number> => {
  switch (operator) {
    case '==':
      return (value) => value === operand;
    case '!=':
      return (value) => value !== operand;
    case '<=':
      return (value) => value !== undefined && value <= operand;
    case '>=':
      return (value) => value !== undefined && value >= operand;
    case '=@':
    case '!@':
    case '=^':
    case '=$':
      return () => false;
  }
};

const special = /[\\^$.*+?()[\]{}|/-]/g;

/** A pattern compares without regard to case and allocates nothing, as lowering each text would. */
const searching = <Row, See>(
  { searched }: ListTable<Row, See>,
  search: string,
  see: See,
): Predicate<Row> => {
  const pattern = new RegExp(search.replaceAll(special, '\\$&'), 'i');
  return (row) => {
    for (const textOf of searched) {
      const text = textOf(row, see);
      if (text !== undefined && pattern.test(text)) return true;
    }
    return false;
  };
};
