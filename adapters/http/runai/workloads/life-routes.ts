import { type Static, Type } from 'typebox';
import type { HistoryEntry } from '../../../../projections/workload-history/index.ts';
import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { policy } from '../../policy.ts';
import { minRevisionQuery, readAt } from '../../reading.ts';
import { closed, idParams, instantShape, instantText } from '../shapes.ts';
import { idExamples } from './examples.ts';
import { foundWorkload } from './found.ts';
import { lifeOf } from './life.ts';
import { podSaid, podShape, podsOf } from './pods.ts';

const text = Type.String();
const query = Type.Object(
  {
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    ...minRevisionQuery,
  },
  closed,
);
type Query = Static<typeof query>;

const recordShape = Type.Object(
  {
    type: Type.Union([Type.Literal('PhaseUpdate'), Type.Literal('Event')]),
    createdAt: instantShape,
    phase: text,
    phaseMessage: text,
    reason: Type.String({ description: 'the type of the fact' }),
    actor: text,
    causationId: Type.Optional(Type.String({ description: 'what made it happen' })),
    revision: Type.Integer(),
  },
  { ...closed, 'x-component': 'RunaiHistoryRecord' },
);

const eventShape = Type.Object(
  {
    id: text,
    createdAt: instantShape,
    type: Type.Union([Type.Literal('Normal'), Type.Literal('Warning')]),
    reason: text,
    message: text,
    source: text,
    clusterId: Type.Optional(text),
    involvedObject: Type.Object({ uid: text, kind: text, name: text, namespace: text }, closed),
  },
  { ...closed, 'x-component': 'RunaiEvent' },
);

const path = '/api/v1/workloads/:id';
const route = (operationId: string, summary: string) => ({
  operationId,
  summary,
  tags: ['Run:ai workloads'],
  params: idParams(idExamples.training),
  querystring: query,
});

/** Tells what happened to a workload, and where its pods are. */
export const lifeRoutes: RouteGroup = (app, brain) => {
  historyRoute(app, brain);
  eventsRoute(app, brain);
  podsRoute(app, brain);
};

const historyRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    ...route('runaiGetWorkloadHistory', 'What happened to a workload, the first thing first'),
    response: { 200: Type.Object({ records: Type.Array(recordShape), next: next() }, closed) },
  };
  app.get(
    `${path}/history`,
    { config: policy('read', 'workload'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const { id } = foundWorkload(brain, request.params.id);
      const life = await lifeOf(brain, id);
      const page = pageOf(life, request.query);
      const before = life[(request.query.offset ?? 0) - 1]?.phase;
      return { records: recordsOf(page.items, before), next: page.next };
    },
  );
};

const next = () => Type.Optional(Type.Integer({ description: 'the offset of the next page' }));

const pageOf = <Item>(items: readonly Item[], { offset = 0, limit = 50 }: Query) => ({
  items: items.slice(offset, offset + limit),
  next: offset + limit < items.length ? offset + limit : undefined,
});

const recordsOf = (
  entries: readonly HistoryEntry[],
  phaseBefore: string | undefined,
): readonly object[] => {
  let phase = phaseBefore;
  return entries.map((entry) => {
    const type = entry.phase === phase ? 'Event' : 'PhaseUpdate';
    phase = entry.phase;
    return {
      type,
      createdAt: instantText(entry.atMs),
      phase: entry.phase,
      phaseMessage: entry.text,
      reason: entry.type,
      actor: entry.actor,
      causationId: entry.causationId,
      revision: entry.revision,
    };
  });
};

const eventsRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    ...route('runaiGetWorkloadEvents', 'What happened to a workload, as Kubernetes tells events'),
    response: { 200: Type.Object({ events: Type.Array(eventShape), next: next() }, closed) },
  };
  app.get(
    `${path}/events`,
    { config: policy('read', 'workload'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const row = foundWorkload(brain, request.params.id);
      const page = pageOf(await lifeOf(brain, row.id), request.query);
      const clusterId = brain.views.units.projects.get(row.projectId)?.clusterId;
      const events = page.items.map((entry) => ({ ...eventOf(entry, row), clusterId }));
      return { events, next: page.next };
    },
  );
};

const warnings: ReadonlySet<string> = new Set([
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadDegraded',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadTimeLimitReached',
]);

const eventOf = (entry: HistoryEntry, row: WorkloadRow): object => ({
  id: String(entry.revision),
  createdAt: instantText(entry.atMs),
  type: warnings.has(entry.type) ? 'Warning' : 'Normal',
  reason: entry.type,
  message: entry.text,
  source: 'berth',
  involvedObject: { uid: row.id, kind: 'Workload', name: row.name, namespace: row.projectId },
});

const podsRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    ...route('runaiGetWorkloadPods', 'The pods of a workload: placed, or waiting for a place'),
    response: { 200: Type.Object({ pods: Type.Array(podShape), next: next() }, closed) },
  };
  app.get(
    `${path}/pods`,
    { config: policy('read', 'workload'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const page = pageOf(podsOf(foundWorkload(brain, request.params.id)), request.query);
      return { pods: page.items.map(podSaid), next: page.next };
    },
  );
};
