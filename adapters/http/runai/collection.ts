import { type TProperties, type TSchema, type TUnsafe, Type } from 'typebox';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App } from '../app.ts';
import {
  type Condition,
  countOf,
  filterQuery,
  listAskedOf,
  type Listed,
  listQuery,
  type ListQuery,
  type ListTable,
  pageOf,
} from '../list/index.ts';
import { policy } from '../policy.ts';
import { readingQuery, readAt } from '../reading.ts';
import { closed } from './shapes.ts';

/** Something that Run:ai's paths list: where its rows come from, and how one is told. */
export interface Collection<Row, See> {
  readonly path: string;
  /** The member of an answer that holds the rows. */
  readonly member: string;
  /** What is read, as policies name it. */
  readonly kind: string;
  /** As operation ids spell many of it. */
  readonly many: string;
  readonly tag: string;
  readonly table: ListTable<Row, See>;
  readonly shape: TSchema;
  readonly listed: (brain: LiveBrain) => Listed<Row, See>;
  readonly told: (row: Row, see: See) => object;
  /** Query parameters of its own, and the conditions that they mean. */
  readonly narrowing?: Narrowing<Row, See>;
  /** An example of a filter that means something for it. */
  readonly filterExample: string;
}

/** Query parameters that narrow a list. */
interface Narrowing<Row, See> {
  readonly query: TProperties;
  readonly conditions: (query: object) => readonly Condition<Row, See>[];
}

/** Registers the list of a collection and its count. */
export const collectionRoutes = <Row, See>(
  app: App,
  brain: LiveBrain,
  collection: Collection<Row, See>,
): void => {
  listRoute(app, brain, collection);
  countRoute(app, brain, collection);
};

/** The offset of the next page. */
export const nextShape = Type.Optional(
  Type.Integer({ description: 'The offset of the next page; absent on the last one.' }),
);

const listRoute = <Row, See>(
  app: App,
  brain: LiveBrain,
  collection: Collection<Row, See>,
): void => {
  const { path, member, table, kind, many, tag, shape } = collection;
  const schema = {
    operationId: `runaiList${many}`,
    summary: `Lists ${table.noun}s, filtered, sorted and page by page`,
    description: fieldsOf(table),
    tags: [tag],
    querystring: queryOf(collection, listQuery),
    response: { 200: Type.Object({ [member]: Type.Array(shape), next: nextShape }, closed) },
  };
  app.get(path, { config: policy('read', kind), schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const listed = collection.listed(seen);
    const page = pageOf(table, narrowed(collection, request.query), listed);
    const rows = page.rows.map((row) => collection.told(row, listed.see));
    return { [member]: rows, next: page.next };
  });
};

const countRoute = <Row, See>(
  app: App,
  brain: LiveBrain,
  collection: Collection<Row, See>,
): void => {
  const { path, table, kind, many, tag } = collection;
  const schema = {
    operationId: `runaiCount${many}`,
    summary: `Counts the ${table.noun}s that a filter lets through`,
    tags: [tag],
    querystring: queryOf(collection, filterQuery),
    response: { 200: Type.Object({ count: Type.Integer({ minimum: 0 }) }, closed) },
  };
  app.get(`${path}/count`, { config: policy('read', kind), schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const asked = narrowed(collection, request.query);
    return { count: countOf(table, asked, collection.listed(seen)) };
  });
};

type Query = ListQuery & { readonly minRevision?: number };

const queryOf = <Row, See>(
  { narrowing, filterExample }: Collection<Row, See>,
  members: typeof filterQuery,
): TUnsafe<Query> => {
  const filterBy = Type.Unsafe({ ...members.filterBy, examples: [[filterExample]] });
  const own = { ...members, filterBy: Type.Optional(filterBy), ...narrowing?.query };
  return Type.Unsafe<Query>(Type.Object({ ...own, ...readingQuery }, closed));
};

const narrowed = <Row, See>({ table, narrowing }: Collection<Row, See>, query: ListQuery) => {
  const asked = listAskedOf(table, query);
  if (narrowing === undefined) return asked;
  return { ...asked, conditions: [...narrowing.conditions(query), ...asked.conditions] };
};

const fieldsOf = <Row, See>({ fields, usual }: ListTable<Row, See>): string =>
  `Fields to filter and sort by: ${[...fields.keys()].join(', ')}. ` +
  `Unless said otherwise sorted by ${usual.sortBy} ${usual.sortOrder}.`;
