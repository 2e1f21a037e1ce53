import { Type } from 'typebox';
import type { Ask } from '../../ports/ask.ts';
import type { RouteGroup } from '../app.ts';
import { answered, dryRunOf, tell } from '../asking.ts';
import { policy } from '../policy.ts';
import { askExamples } from './ask-examples.ts';
import { askShape } from './ask-shapes.ts';
import { toldFact } from './fact.ts';
import { factExample } from './fact-examples.ts';
import { factShape } from './fact-shapes.ts';

/** What every write takes beside its body. */
export const dryRunQuery = {
  dryRun: Type.Optional(
    Type.Boolean({ description: 'Judges it as if it were meant, and writes nothing.' }),
  ),
};

const query = Type.Object(dryRunQuery, { additionalProperties: false });
const body = Type.Unsafe<Ask>({ ...askShape, examples: askExamples });
const answer = Type.Object(
  {
    revision: Type.Integer({
      minimum: 0,
      description: 'A read with this as minRevision shows what was done.',
    }),
    isDryRun: Type.Boolean(),
    facts: Type.Array(factShape, {
      description: 'The facts about the subject; none where it was so already.',
    }),
  },
  {
    additionalProperties: false,
    examples: [{ revision: 20, isDryRun: false, facts: [factExample] }],
  },
);

/** Lets a program ask anything in the engine's own words; `berth` itself does. */
export const askRoutes: RouteGroup = (app, brain) => {
  app.post(
    '/berth/v1/asks',
    {
      config: policy('write', 'ask'),
      schema: {
        operationId: 'ask',
        summary: 'Ask for anything; answers when its facts are durable and every view shows them',
        tags: ['Asks'],
        querystring: query,
        body,
        response: { 200: answer },
      },
    },
    async (request, reply) => {
      const done = await tell(brain, request, request.body);
      answered(reply, done, 200);
      const { revision, facts } = done;
      return { revision, isDryRun: dryRunOf(request.query), facts: facts.map(toldFact) };
    },
  );
};
