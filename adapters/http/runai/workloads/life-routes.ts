import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { policy } from '../../policy.ts';
import { readAt } from '../../reading.ts';
import { nextShape } from '../collection.ts';
import { closed, idParams } from '../shapes.ts';
import { idExamples } from './examples.ts';
import { foundWorkload } from './found.ts';
import { lifeOf } from './life.ts';
import {
  eventOf,
  eventShape,
  historyRecordShape,
  lifeQuery,
  partOf,
  recordsOf,
} from './life-shapes.ts';
import { podSaid, podShape, podsOf } from './pods.ts';

const path = '/api/v1/workloads/:id';
const config = policy('read', 'workload');

const saidOf = (operationId: string, summary: string) => ({
  operationId,
  summary,
  tags: ['Run:ai workloads'],
  params: idParams(idExamples.training),
  querystring: lifeQuery,
});

/** Tells what happened to a workload, and where its pods are. */
export const lifeRoutes: RouteGroup = (app, brain) => {
  historyRoute(app, brain);
  eventsRoute(app, brain);
  podsRoute(app, brain);
};

const historyRoute = (app: App, brain: LiveBrain): void => {
  const records = Type.Array(historyRecordShape);
  const schema = {
    ...saidOf('runaiGetWorkloadHistory', 'What happened to a workload, the first thing first'),
    response: { 200: Type.Object({ records, next: nextShape }, closed) },
  };
  app.get(`${path}/history`, { config, schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const { id } = foundWorkload(seen, request.params.id);
    const life = await lifeOf(seen, id);
    const { items, next } = partOf(life, request.query);
    const before = life[(request.query.offset ?? 0) - 1]?.phase;
    return { records: recordsOf(items, before), next };
  });
};

const eventsRoute = (app: App, brain: LiveBrain): void => {
  const events = Type.Array(eventShape);
  const schema = {
    ...saidOf('runaiGetWorkloadEvents', 'What happened to a workload, as Kubernetes tells events'),
    response: { 200: Type.Object({ events, next: nextShape }, closed) },
  };
  app.get(`${path}/events`, { config, schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const row = foundWorkload(seen, request.params.id);
    const { items, next } = partOf(await lifeOf(seen, row.id), request.query);
    return { events: items.map((entry) => eventOf(entry, row, seen.views.units)), next };
  });
};

const podsRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    ...saidOf('runaiGetWorkloadPods', 'The pods of a workload: placed, or waiting for a place'),
    response: { 200: Type.Object({ pods: Type.Array(podShape), next: nextShape }, closed) },
  };
  app.get(`${path}/pods`, { config, schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const { items, next } = partOf(podsOf(foundWorkload(seen, request.params.id)), request.query);
    return { pods: items.map(podSaid), next };
  });
};
