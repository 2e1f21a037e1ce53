import { type Static, Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { freshIdOf } from '../../idempotency.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, readingQuery, readAt } from '../../reading.ts';
import { closed, dryRunQuery, idParams, maybe } from '../shapes.ts';
import { idExamples, submissionExamples } from './examples.ts';
import { foundWorkload, seenOf, submittedOf } from './found.ts';
import { specifiedOf } from './record.ts';
import { specifiedShape } from './record-shape.ts';
import { masterShape, specShapes } from './spec-shape.ts';
import { workloadSpecOf } from './spec-read.ts';
import { nameOf, submit, submitClone } from './submit.ts';
import { type TypeName, typeNames, typeWords } from './words.ts';

const nameShape = Type.String({
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  description: 'a DNS label, unique in its project until the workload is deleted',
});

const submissionMembers = {
  name: nameShape,
  useGivenNameAsPrefix: maybe(
    Type.Boolean({ description: 'Puts a random end behind the name, so that it is new.' }),
  ),
  projectId: Type.String({ maxLength: 253 }),
  clusterId: maybe(Type.String({ maxLength: 253 })),
};

/** A submission of each type. */
const submissionShapes = {
  workspace: Type.Object({ ...submissionMembers, spec: specShapes.workspace }, closed),
  training: Type.Object({ ...submissionMembers, spec: specShapes.training }, closed),
  distributed: Type.Object(
    {
      ...submissionMembers,
      spec: specShapes.distributed,
      masterSpecSameAsWorker: maybe(
        Type.Boolean({ description: 'false without masterSpec: there is no master' }),
      ),
      masterSpec: maybe(masterShape),
    },
    closed,
  ),
  inference: Type.Object({ ...submissionMembers, spec: specShapes.inference }, closed),
} as const;
type Submission = Static<(typeof submissionShapes)[TypeName]>;

const cloneShape = Type.Object(
  {
    name: nameShape,
    useGivenNameAsPrefix: submissionMembers.useGivenNameAsPrefix,
    projectId: maybe(Type.String({ maxLength: 253 })),
  },
  { ...closed, examples: [{ name: 'again', useGivenNameAsPrefix: true }] },
);

const dryRun = Type.Object(dryRunQuery, closed);
const accepted = {
  200: specifiedShape,
  202: specifiedShape,
};

/** Submits, tells and copies workloads of each type. */
export const typedRoutes: RouteGroup = (app, brain) => {
  for (const type of typeNames) {
    submitRoute(app, brain, type);
    oneRoute(app, brain, type);
    cloneRoute(app, brain, type);
  }
};

const writes = policy('write', 'workload');
const tagOf = (type: TypeName): string => `Run:ai ${typeWords[type].path}`;

const submitRoute = (app: App, brain: LiveBrain, type: TypeName): void => {
  const { path, word } = typeWords[type];
  const body = { ...submissionShapes[type], examples: [submissionExamples[type]] };
  const schema = {
    operationId: `runaiSubmit${word}`,
    summary: `Submits a workload of type ${type}`,
    tags: [tagOf(type)],
    querystring: dryRun,
    body: Type.Unsafe<Submission>(body),
    response: accepted,
  };
  app.post(`/api/v1/workloads/${path}`, { config: writes, schema }, (request, reply) => {
    const workloadId = freshIdOf(request);
    const spec = workloadSpecOf(type, request.body, brain.views.units);
    const named = { ...spec, name: nameOf(request.body, workloadId) };
    return submit({ brain, request, reply }, workloadId, named);
  });
};

const oneRoute = (app: App, brain: LiveBrain, type: TypeName): void => {
  const { path, word } = typeWords[type];
  const schema = {
    operationId: `runaiGet${word}`,
    summary: `A workload of type ${type}, with what was asked for`,
    tags: [tagOf(type)],
    params: idParams(idExamples[type]),
    querystring: Type.Object(readingQuery, closed),
    response: { 200: specifiedShape, 304: Type.Null({ description: 'As you have it' }) },
  };
  const config = policy('read', 'workload');
  app.get(`/api/v1/workloads/${path}/:id`, { config, schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const { id } = request.params;
    const asked = await submittedOf(seen, foundWorkload(seen, id, type).id);
    // Looked up only now: what it was before the ledger was read is not to be told.
    const row = foundWorkload(seen, id, type);
    if (isUnchanged(request.headers, reply, row.revision)) return reply.send();
    return specifiedOf(row, asked, seenOf(seen));
  });
};

const cloneRoute = (app: App, brain: LiveBrain, type: TypeName): void => {
  const { path, word } = typeWords[type];
  const schema = {
    operationId: `runaiClone${word}`,
    summary: `Submits a copy of a workload of type ${type} under another name`,
    tags: [tagOf(type)],
    params: idParams(idExamples[type]),
    querystring: dryRun,
    body: cloneShape,
    response: accepted,
  };
  app.post(`/api/v1/workloads/${path}/:id/clone`, { config: writes, schema }, (request, reply) =>
    submitClone({ brain, request, reply }, { id: request.params.id, type }, request.body),
  );
};
