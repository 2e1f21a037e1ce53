import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described } from './described.ts';
import { fuzzerOf } from './fuzzed.ts';
import { askOf, stage, training } from './stage.ts';

const numRuns = Number(process.env['BERTH_FUZZ_RUNS'] ?? 150);

describe('any request that the description allows, and many that it does not', () => {
  it('∀ operation and request, the answer is described, is no fault of the server, and a refusal changes nothing', async () => {
    const failures: unknown[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (fields: object) => failures.push(fields),
    };
    const { brain, server } = await stage({ http: { log, bounds: { minRevisionMsMax: 1 } } });
    for (const id of ['train-1', 'a']) await askOf(brain, training(id));
    const api = await described(server);
    const requestOf = fuzzerOf(api);
    for (const operation of api.operations) {
      if (operation.id === 'streamEvents') continue;
      await fc.assert(
        fc.asyncProperty(requestOf(operation), async ({ method, url, headers, payload }) => {
          const head = brain.revision();
          const sent = payload === undefined ? {} : { payload };
          const answer = await server.inject({ method, url, headers, ...sent });
          const status = answer.statusCode;
          const what = `${method} ${url} ${payload} → ${status} ${answer.body.slice(0, 300)}`;
          expect(status, what).toBeLessThan(500);
          const isJson = String(answer.headers['content-type']).includes('json');
          const body = isJson ? answer.json() : answer.body;
          // What never reached the operation says nothing of it.
          const isElsewhere = status === 405 || status === 414;
          if (!isElsewhere) expect(api.mismatch(operation, status, body), what).toBeUndefined();
          if (status < 400) return;
          expect(answer.headers['content-type'], what).toContain('application/problem+json');
          expect(body.status, what).toBe(status);
          expect(brain.revision(), what).toBe(head);
        }),
        { numRuns, verbose: 0 },
      );
    }
    expect(failures).toEqual([]);
    expect(brain.health().closedBy).toBeUndefined();
  });
});
