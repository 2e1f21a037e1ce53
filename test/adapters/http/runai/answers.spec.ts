import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../adapters/ports/ask.ts';
import { submission } from '../../../../src/main/library-asks.ts';
import { askOf, stage, training } from '../stage.ts';
import { type Body, sending, textOf } from './send.ts';

const workloadOf = (workloadId: string, workloadType: 'workspace' | 'distributed' | 'inference') =>
  submission({
    name: workloadId,
    workloadId,
    projectId: 'vision',
    gpus: 1,
    workloadType,
    more: workloadType === 'inference' ? { replicas: { min: 0, max: 4 } } : {},
  });

/** What the examples speak of. */
const demo: readonly Ask[] = [
  training('train-1'),
  workloadOf('notebook-1', 'workspace'),
  workloadOf('mpi-1', 'distributed'),
  workloadOf('chat-1', 'inference'),
];

const staged = async () => {
  const { brain, server } = await stage();
  for (const ask of demo) await askOf(brain, ask);
  return { brain, send: sending(server) };
};

/** What the demonstration site does not let go of. */
const inUse: ReadonlySet<string> = new Set([
  'runaiDeleteDepartment',
  'runaiDeleteNodePool',
  'runaiDeleteCluster',
]);

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly said: Body;
}

const members = (value: Body | undefined): readonly (readonly [string, Body])[] =>
  Object.entries(value ?? {});

const operationsOf = (document: Body): readonly Operation[] =>
  members(document['paths']).flatMap(([path, methods]) =>
    path.startsWith('/api/v1')
      ? members(methods).map(([method, said]) => ({ method: method.toUpperCase(), path, said }))
      : [],
  );

/** The request that an operation's own examples make. */
const requestOf = ({ method, path, said }: Operation) => {
  // What is only rehearsed leaves the site as the next example needs it.
  const query = new URLSearchParams(method === 'GET' ? {} : { dryRun: 'true' });
  let url = path;
  for (const [, parameter] of members(said['parameters'])) {
    const example = parameter['schema']?.['examples']?.['0'] ?? parameter['example'];
    const name = textOf(parameter['name']);
    if (textOf(parameter['in']) === 'path') url = url.replace(`{${name}}`, textOf(example));
    else if (textOf(parameter['in']) === 'query' && example !== undefined) {
      query.set(name, Array.isArray(example) ? example.join(',') : textOf(example));
    }
  }
  const body = said['requestBody']?.['content']?.['application/json']?.['example'];
  return { line: `${method} ${url}?${query.toString()}`, body };
};

describe('an answer on a path of Run:ai', () => {
  it('is what /openapi.json says, for the example of every operation', async () => {
    const { send } = await staged();
    const { body: document } = await send('GET /openapi.json');
    const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false });
    ajv.addSchema(document, 'api');
    const operations = operationsOf(document);
    expect(operations.length).toBeGreaterThan(60);
    for (const operation of operations) {
      const { line, body } = requestOf(operation);
      const answer = await send(line, body === undefined ? {} : { body });
      if (inUse.has(textOf(operation.said['operationId']))) {
        expect([line, answer.status]).toEqual([line, 409]);
        continue;
      }
      expect({ line, ...answer.body, status: answer.status }).not.toHaveProperty('errors');
      expect([200, 201, 202]).toContain(answer.status);
      if ('text' in answer.body) continue;
      const at = `paths/${operation.path.replaceAll('/', '~1')}/${operation.method.toLowerCase()}`;
      const ref = `api#/${at.replaceAll('{', '%7B').replaceAll('}', '%7D')}/responses/${answer.status}/content/application~1json/schema`;
      const validate = ajv.compile({ $ref: ref });
      expect({ line, isValid: validate(answer.body), errors: validate.errors }).toEqual({
        line,
        isValid: true,
        errors: null,
      });
    }
  });
});
