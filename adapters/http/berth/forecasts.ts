import { Type } from 'typebox';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Ask } from '../../ports/ask.ts';
import type { Foretold } from '../../ports/forecast.ts';
import type { RouteGroup } from '../app.ts';
import { callerOf } from '../caller.ts';
import { policy } from '../policy.ts';
import { problemOfFault, problemOfRefusal } from '../problem.ts';
import { askShape } from './ask-shapes.ts';
import { atMs as exampleMs } from './moment-example.ts';
import { amount, atMs, text } from './row-shape.ts';

/** Asks of one forecast. */
const asksMax = 1_000;

/** What is told whole, as the kernel and the facts have it. */
const anyObject = (description: string) =>
  Type.Object({}, { additionalProperties: true, description });

const placement = anyObject('subGroup, pod, nodeId, devices by number, gpuMilli of each');

const eviction = Type.Object(
  {
    workloadId: text,
    name: text,
    projectId: text,
    priority: amount,
    action: text,
    pods: amount,
    isWhole: Type.Boolean(),
    gpuMilli: amount,
    heldMs: Type.Integer({ minimum: 0, description: 'since it got its devices' }),
    movesTo: Type.Optional(Type.Array(placement)),
    victimQueue: anyObject('its queue as it stands'),
    preemptorQueue: anyObject('the queue that gains'),
  },
  { additionalProperties: false, description: 'who would be taken off devices for it' },
);

const outcomes = ['refused', 'accepted', 'unchanged', 'placed', 'held', 'waiting'] as const;

const foretold = Type.Object(
  {
    outcome: Type.Unsafe<Foretold['outcome']>({ type: 'string', enum: [...outcomes] }),
    problem: Type.Optional(anyObject('why it would be refused, as the ask itself would be told')),
    placements: Type.Array(placement),
    evictions: Type.Array(eviction),
    verdict: Type.Optional(anyObject('what would stand against it, with its numbers')),
    because: anyObject('the same in sentences: says, figures, causes'),
  },
  { additionalProperties: false },
);

const answer = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, description: 'The last fact that it was made on.' }),
    atMs,
    foretold: Type.Array(foretold, { description: 'One for each ask, in their order.' }),
  },
  {
    additionalProperties: false,
    examples: [
      {
        revision: 20,
        atMs: exampleMs,
        foretold: [
          {
            outcome: 'placed',
            placements: [
              { subGroup: 'main', pod: 0, nodeId: 'node-1', devices: [0], gpuMilli: 1_000 },
            ],
            evictions: [],
            because: {
              says: 'It would be placed by the next plan: 1 pod on node-1.',
              causes: [{ says: 'Pod 0 of main on node-1: GPU 0.', causes: [] }],
            },
          },
        ],
      },
    ],
  },
);

const body = Type.Object(
  { asks: Type.Array(Type.Unsafe<Ask>(askShape), { minItems: 1, maxItems: asksMax }) },
  {
    additionalProperties: false,
    examples: [{ asks: [{ type: 'CordonNode', nodeId: 'node-1', reason: 'maintenance' }] }],
  },
);

/** Tells what asks would lead to: would it run, where, at whose cost. */
export const forecastRoutes: RouteGroup = (app, brain) => {
  app.post(
    '/berth/v1/forecasts',
    {
      config: policy('write', 'ask'),
      schema: {
        operationId: 'forecast',
        summary:
          'What asks would lead to in the next plan, if nothing else happened; writes nothing',
        tags: ['Asks'],
        body,
        response: { 200: answer },
      },
    },
    async (request) => {
      const { asks } = request.body;
      const made = await brain.forecast({ asks, actor: callerOf(request).actor });
      if (isLeft(made)) throw problemOfFault(made.left);
      const { revision, atMs: madeMs } = made.right;
      const told = made.right.foretold.map((one, place) => toldOf(one, asks[place], request.id));
      return { revision, atMs: madeMs, foretold: told };
    },
  );
};

/** A refusal is told as it would be told to who asked. */
const toldOf = ({ refusal, ...told }: Foretold, ask: Ask | undefined, requestId: string): object =>
  refusal === undefined || ask === undefined
    ? told
    : { ...told, problem: problemOfRefusal(refusal, ask).document(`urn:uuid:${requestId}`) };
