import { type Static, Type } from 'typebox';
import { shortened } from '../../../domain/foundation/field.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { Problem } from '../problem.ts';
import { conditionsOf, knownFields } from './condition.ts';
import type { ListAsked } from './page.ts';
import type { ListFault, ListTable } from './table.ts';
import { operators } from './typed-condition.ts';

/** Rows of a page unless somebody says otherwise. */
const limitUsual = 50;
/** Most rows of a page. */
const limitMax = 500;
/** Beyond it nobody looks for a row: a number that is a mistake, or meant to do harm. */
const offsetMax = 10_000_000;
/** Most characters that are searched for. */
const searchMax = 253;

const filterBy = Type.Array(Type.String(), {
  maxItems: 50,
  description:
    `Conditions that must all hold, each a field, one of ${operators.join(' ')}, and a value; ` +
    'repeated, or joined by commas.',
});

/** What every list takes that can be filtered. */
export const filterQuery = {
  filterBy: Type.Optional(filterBy),
  search: Type.Optional(
    Type.String({
      maxLength: searchMax,
      description: 'A text that one of the main fields must contain, in capitals or not.',
    }),
  ),
};

/** What every list takes that can be looked through page by page. */
export const listQuery = {
  ...filterQuery,
  sortBy: Type.Optional(Type.String({ maxLength: 64, description: 'The field to sort by.' })),
  sortOrder: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: offsetMax, default: 0 })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: limitMax, default: limitUsual, description: 'Most rows.' }),
  ),
};

const asked = Type.Object(listQuery);
/** A query of a list, as its schema lets it through. */
export type ListQuery = Static<typeof asked>;

/**
 * Reads what is asked of a list.
 *
 * @throws Problem when it names a field that there is not, or a value that a field cannot have
 */
export const listAskedOf = <Row, See>(
  table: ListTable<Row, See>,
  query: ListQuery,
): ListAsked<Row, See> => {
  const read = readQuery(table, query);
  if (isLeft(read)) throw problemOfList(read.left);
  return read.right;
};

/** Reads what is asked of a list, or says what is wrong with it. */
export const readQuery = <Row, See>(
  table: ListTable<Row, See>,
  query: ListQuery,
): Either<ListFault, ListAsked<Row, See>> => {
  const { filterBy: texts = [], search = '', offset = 0, limit = limitUsual } = query;
  const conditions = conditionsOf(table, texts);
  if (isLeft(conditions)) return conditions;
  const { sortBy = table.usual.sortBy } = query;
  const field = table.fields.get(sortBy);
  if (field === undefined) return left(unknownOrder(table, sortBy));
  const usualOrder = sortBy === table.usual.sortBy ? table.usual.sortOrder : 'asc';
  const { sortOrder = usualOrder } = query;
  return right({
    conditions: conditions.right,
    search,
    sortBy,
    sortOrder,
    field,
    offset,
    limit,
  });
};

const unknownOrder = <Row, See>(table: ListTable<Row, See>, sortBy: string): ListFault => ({
  pointer: '/sortBy',
  value: shortened(sortBy),
  problem: `a ${table.noun} has no field ${shortened(sortBy)}`,
  remedy: knownFields(table, sortBy),
});

/** Says why a list cannot be given as it was asked. */
export const problemOfList = (fault: ListFault): Problem =>
  new Problem({
    slug: 'list-query',
    status: 400,
    title: 'The list cannot be asked like this',
    detail: `${fault.value}: ${fault.problem}.`,
    errors: [{ in: 'query', ...fault }],
  });
