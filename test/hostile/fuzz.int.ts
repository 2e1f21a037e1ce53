import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf } from './document.ts';
import { openDoor } from './door.ts';
import { judgeBy } from './judge.ts';
import { correlationOf, correlationsIn } from './ledger-effects.ts';
import { type Request, requestsTo } from './requests.ts';
import { type Answer, sendingTo } from './send.ts';
import { newestThings } from './newest-things.ts';

/** `BERTH_FUZZ_RUNS=200000 BERTH_FUZZ_SEED=7 BERTH_SUITE=slow npx vitest run test/hostile/fuzz` looks longer, and elsewhere. */
const numRuns = Number(process.env['BERTH_FUZZ_RUNS'] ?? 2_500);
const seed = Number(process.env['BERTH_FUZZ_SEED'] ?? 20_260_131);

/** What a server may grow by, however many requests come: it remembers keys and workloads. @unit MiB */
const growthMibMax = 100;
const shownMax = 400;

const lineOf = ({ method, url, headers, body = '' }: Request): string => {
  const said = Object.entries(headers).map(([name, value]) => `${name}: ${value.slice(0, 80)}`);
  return `${method} ${url.slice(0, shownMax)}\n${said.join('; ')}\n${body.slice(0, shownMax)}`;
};

/** What was found first of each kind; one request that shows it is enough. */
const findings = () => {
  const found = new Map<string, string>();
  return {
    add: (request: Request, finding: string, told: string) => {
      const key = `${request.operation.method} ${request.operation.path}: ${finding}`;
      if (!found.has(key)) found.set(key, `${key}\n${lineOf(request)}\n${told.slice(0, shownMax)}`);
    },
    all: () => [...found.values()],
  };
};

describe('the HTTP door', () => {
  it('∀ requests made of its description and broken on purpose, answers as it says, and writes nothing of what it refuses', async () => {
    const door = await openDoor({ bounds: { minRevisionMsMax: 50 } });
    const document = await documentOf(door.url);
    const judge = judgeBy(document);
    const send = sendingTo(door.url);
    const newest = newestThings();
    const found = findings();
    const refused: (readonly [Request, Answer])[] = [];
    const before = await door.standing();
    for (const made of fc.sample(requestsTo(document), { numRuns, seed })) {
      const request = newest.named(made);
      const answer = await send(request.url, request);
      newest.learn(request, answer);
      if (answer.status >= 400) refused.push([request, answer]);
      for (const finding of judge(request, answer)) {
        found.add(request, `${answer.status} ${finding}`, answer.text);
      }
    }
    const written = await correlationsIn(door.url);
    for (const [request, answer] of refused) {
      if (!written.has(correlationOf(request, answer))) continue;
      found.add(request, `${answer.status}, and yet there is a fact of it`, answer.text);
    }
    const after = await door.standing();
    expect(found.all(), `seed ${seed}`).toEqual([]);
    expect(after.faults).toEqual([]);
    expect(after.heapMib - before.heapMib).toBeLessThan(growthMibMax);
    expect(after.revision).toBeGreaterThan(before.revision + 20);
    await door.endInOrder();
  });
});
