import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../adapters/ports/ask.ts';
import { submission } from '../../../../src/main/library-asks.ts';
import { described } from '../described.ts';
import { askOf, stage, training } from '../stage.ts';
import { sending } from './send.ts';

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

/** What the demonstration site does not let go of, and what is not done to a service at all. */
const refused: ReadonlySet<string> = new Set([
  'runaiDeleteDepartment',
  'runaiDeleteNodePool',
  'runaiDeleteCluster',
  'runaiSuspendInference',
  'runaiStopInference',
]);

describe('an answer on a path of Run:ai', () => {
  it('is what /openapi.json says, for the example of every operation', async () => {
    const { brain, server } = await stage();
    for (const ask of demo) await askOf(brain, ask);
    const send = sending(server);
    const api = await described(server);
    // The demonstration site has no topology until somebody makes one, in earnest and first of all.
    const making = 'runaiCreateNetworkTopology';
    const operations = api.operations
      .filter(({ path }) => path.startsWith('/api/v1'))
      .toSorted((a, b) => Number(b.id === making) - Number(a.id === making));
    expect(operations.length).toBeGreaterThan(60);
    for (const operation of operations) {
      const { id, method, url, bodies } = operation;
      // What is only rehearsed leaves the site as the next example needs it.
      const isMeant = method === 'GET' || id === making;
      const query = isMeant ? '' : `${url.includes('?') ? '&' : '?'}dryRun=true`;
      for (const body of bodies.length === 0 ? [undefined] : bodies) {
        const line = `${method} ${url}${query}`;
        const sent = typeof body === 'object' && body !== null ? { body } : {};
        const answer = await send(line, sent);
        const what = `${line} ${JSON.stringify(answer.body).slice(0, 500)}`;
        expect(refused.has(id) ? [409] : [200, 201, 202], what).toContain(answer.status);
        const isFile = 'text' in answer.body;
        expect(isFile ? undefined : api.mismatch(operation, answer.status, answer.body), what).toBe(
          undefined,
        );
      }
    }
  });
});
