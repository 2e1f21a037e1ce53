import { type TSchema, Type } from 'typebox';
import type { Ask } from '../../ports/ask.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App } from '../app.ts';
import { answered, tell } from '../asking.ts';
import { noSuch } from '../berth/missing.ts';
import { policy } from '../policy.ts';
import { isUnchanged, readingQuery, readAt } from '../reading.ts';
import { closed, dryRunQuery, idParams } from './shapes.ts';

/** One of the things that a collection lists. */
export interface Single<Row extends { readonly revision: number }> {
  /** Of the collection. */
  readonly path: string;
  readonly kind: string;
  /** As messages call it, and as operation ids spell it. */
  readonly noun: string;
  readonly one: string;
  readonly tag: string;
  readonly shape: TSchema;
  readonly exampleId: string;
  readonly rows: (brain: LiveBrain) => ReadonlyMap<string, Row>;
  readonly told: (row: Row, brain: LiveBrain) => object;
}

/** The row of an id. @throws Problem when there is none, with what may have been meant */
export const foundRow = <Row extends { readonly revision: number }>(
  brain: LiveBrain,
  { rows, noun }: Pick<Single<Row>, 'rows' | 'noun'>,
  id: string,
): Row => {
  const known = rows(brain);
  const row = known.get(id);
  if (row === undefined) throw noSuch(noun, id, known.keys());
  return row;
};

/** Registers a route that tells one thing. */
export const singleRoute = <Row extends { readonly revision: number }>(
  app: App,
  brain: LiveBrain,
  single: Single<Row>,
): void => {
  const { path, kind, noun, one, tag, shape, exampleId } = single;
  const schema = {
    operationId: `runaiGet${one}`,
    summary: `One ${noun}`,
    tags: [tag],
    params: idParams(exampleId),
    querystring: Type.Object(readingQuery, closed),
    response: { 200: shape },
  };
  app.get(`${path}/:id`, { config: policy('read', kind), schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const row = foundRow(seen, single, request.params.id);
    // What is told changes with other things too: the tag says what to match, never that all is as it was.
    isUnchanged({}, reply, row.revision);
    return single.told(row, seen);
  });
};

/** How something is deleted. */
export interface Removal {
  readonly summary: string;
  readonly exampleId: string;
  readonly askOf: (id: string) => Ask;
}

/** Registers a route that deletes one thing. */
export const removalRoute = (
  app: App,
  brain: LiveBrain,
  removed: Pick<Single<never>, 'path' | 'kind' | 'one' | 'tag'> & Removal,
): void => {
  const { path, kind, one, tag, summary, exampleId, askOf } = removed;
  const schema = {
    operationId: `runaiDelete${one}`,
    summary,
    tags: [tag],
    params: idParams(exampleId),
    querystring: Type.Object(dryRunQuery, closed),
    response: { 202: Type.Object({ id: Type.String() }, closed) },
  };
  app.delete(`${path}/:id`, { config: policy('write', kind), schema }, async (request, reply) => {
    const { id } = request.params;
    answered(reply, await tell(brain, request, askOf(id)), 202);
    return { id };
  });
};
