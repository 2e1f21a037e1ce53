import { Type } from 'typebox';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { type HistoryEntry, workloadHistory } from '../../../projections/workload-history/index.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { problemOfFault } from '../problem.ts';
import { readingQuery, readAt } from '../reading.ts';
import { factOf } from './fact.ts';
import { noSuch } from './missing.ts';
import { idParams } from './query.ts';
import { historyShape } from './fact-shapes.ts';
import { pageShape } from './page-shape.ts';

const stepMax = 512;
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
    const { seen, revision } = await readAt(brain, reply, request.query);
    const { id } = request.params;
    const { rows } = seen.views.workloads;
    if (!rows.has(id)) throw noSuch('workload', id, rows.keys());
    const entries = await entriesOf(seen, id);
    const { offset = 0, limit = 500 } = request.query;
    const items = entries.slice(offset, offset + limit);
    return { revision, nowMs: seen.nowMs(), total: entries.length, offset, items };
  });
};

const entriesOf = async ({ ledger }: LiveBrain, id: string): Promise<readonly HistoryEntry[]> => {
  let view = workloadHistory.initial();
  let after = 0;
  while (view.entries.length < factsMax) {
    const page = await ledger.readSubject(`workload/${id}`, after, stepMax)();
    if (isLeft(page)) throw problemOfFault(page.left);
    for (const record of page.right) {
      view = workloadHistory.apply(view, factOf(record));
      after = record.revision;
    }
    if (page.right.length < stepMax) break;
  }
  return view.entries;
};
