import { Type } from 'typebox';
import { type HistoryEntry, workloadHistory } from '../../../projections/workload-history/index.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { type ReadingReply, readingQuery, readAt } from '../reading.ts';
import { factsOfLife } from './life.ts';
import { noSuch } from './missing.ts';
import { idParams } from './query.ts';
import { historyShape } from './fact-shapes.ts';
import { pageShape } from './page-shape.ts';

/** Most facts of one life that are told: a life is rarely longer than some hundred. */
const factsMax = 50_000;

const query = Type.Object(
  {
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: factsMax, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, default: 500 })),
    ...readingQuery,
  },
  { additionalProperties: false },
);

const schema = {
  operationId: 'getWorkloadHistory',
  summary: 'The life of a workload in sentences',
  tags: ['Views'],
  params: idParams('train-1'),
  querystring: query,
  response: { 200: pageShape(historyShape) },
};

/** Tells the life of a workload, fact by fact, in sentences with numbers. */
export const historyRoutes: RouteGroup = (app, brain) => {
  const options = { config: policy('read', 'workload'), schema };
  app.get('/berth/v1/workloads/:id/history', options, async (request, reply) => {
    const { id } = request.params;
    const { seen, revision, entries } = await lifeOf(brain, reply, { id, query: request.query });
    const { offset = 0, limit = 500 } = request.query;
    const items = entries.slice(offset, offset + limit);
    return { revision, nowMs: seen.nowMs(), total: entries.length, offset, items };
  });
};

interface LifeAsked {
  readonly id: string;
  readonly query: Parameters<typeof readAt>[2];
}

/** A life as of what a reader wants to see; of the past no list is made but to say what else there was. */
const lifeOf = async (brain: LiveBrain, reply: ReadingReply, { id, query }: LifeAsked) => {
  if (query.at !== undefined) {
    const then = await readAt(brain, reply, { ...query, views: [] });
    const entries = await entriesOf(then.seen, id);
    if (entries.length > 0) return { ...then, entries };
  }
  const now = await readAt(brain, reply, { ...query, views: ['workloads'] });
  const { rows } = now.seen.views.workloads;
  if (!rows.has(id)) throw noSuch('workload', id, rows.keys());
  return { ...now, entries: await entriesOf(now.seen, id) };
};

const entriesOf = async (brain: LiveBrain, id: string): Promise<readonly HistoryEntry[]> => {
  let view = workloadHistory.initial();
  for await (const fact of factsOfLife(brain, id)) {
    view = workloadHistory.apply(view, fact);
    if (view.entries.length >= factsMax) break;
  }
  return view.entries;
};
