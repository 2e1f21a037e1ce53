import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageShop } from './damage.ts';
import { berth } from './on-terminal.ts';
import { rewriteLedger } from './rewrite.ts';

const shop = damageShop();
beforeAll(shop.prepare);
afterAll(shop.remove);

const wish = '"type":"WorkloadWished"';
const started = '"type":"WorkloadStarted"';
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** What a forger made of the first start of a workload, and what verify says about it. */
const forgeries: readonly (readonly [string, (body: string) => string, string])[] = [
  ['an unknown type', (body) => body.replace(started, wish), 'event type WorkloadWished'],
  ['a newer schema', (body) => body.replace(started, `${started},"schema":7`), 'has schema 7'],
  ['a broken shape', (body) => body.replace('"attempt":1', '"attempt":"one"'), '/data/attempt'],
  ['1e400', (body) => body.replace('"attempt":1', '"attempt":1e400'), '/data/attempt'],
  ['a broken numbering', (body) => body.replace('"seq":4', '"seq":9'), 'is number 9 of'],
  ['cut JSON', (body) => body.slice(0, -1), 'a fact is no JSON'],
  ['null', () => 'null', 'must be object'],
  ['a list', () => '[]', 'must be object'],
  ['an object of nothing', () => '{}', 'required propert'],
  ['a number for a type', (body) => body.replace(started, '"type":5'), '/type'],
  ['a prototype', (body) => body.replace('{', '{"__proto__":{"epoch":7},'), '/__proto__'],
  ['a key that stands twice', (body) => body.replace('{', `{${wish},`), 'canonical'],
  ['spaces', (body) => body.replace('{', '{ '), 'canonical'],
  ['JSON of depth 100,000', (body) => body.replace('"data":{', `"data":${deep},"x":{`), 'a fact'],
];

describe('a ledger whose chain is whole but whose facts are not', () => {
  it.each(forgeries)(
    '%s in it is found by verify: revision and remedy',
    async (_, forge, message) => {
      const file = shop.copy('forged.db');
      let isDone = false;
      const changed = rewriteLedger(file, ({ body }) => {
        if (isDone || !body.includes(started)) return body;
        isDone = true;
        return forge(body);
      });
      const { exitCode, stdout, stderr } = await berth('ledger', 'verify', file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).toContain(`\n  at: ${file}, revision ${changed[0]}`);
      expect(stderr).toMatch(/\n {2}remedy: \S/);
    },
  );
});

describe('a ledger in which one command made facts twice', () => {
  /** The command and the index of each fact, as the export tells them. */
  const facts = async () => {
    const { stdout } = await berth('ledger', 'export', shop.whole);
    const lines: readonly { commandId: string; revision: number; id: string }[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return lines;
  };
  const forged = (change: (stored: { revision: number; body: string }) => string) => {
    const file = shop.copy('twice.db');
    rewriteLedger(file, change);
    return berth('ledger', 'verify', file);
  };
  const withCommand = (body: string, commandId: string): string =>
    body.replace(/"commandId":"[^"]+"(,"index":\d+)?/, `"commandId":"${commandId}"`);

  it('is found by verify with both revisions, however far they are from one another', async () => {
    const all = await facts();
    const first = all[1];
    const last = all.at(-1);
    const { exitCode, stderr } = await forged(({ revision, body }) =>
      revision === last?.revision ? withCommand(body, first?.commandId ?? '') : body,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`occurs twice: its facts begin at revision ${first?.revision}`);
    expect(stderr).toMatch(new RegExp(`revision ${last?.revision}\n`));
  });

  it('is found where the ids of the events differ and only the command is the same', async () => {
    const all = await facts();
    const first = all[1];
    const { exitCode, stderr } = await forged(({ revision, body }) =>
      revision === all.length
        ? withCommand(body, `${first?.commandId}`).replace(
            /("commandId":"[^"]+")/,
            '$1,"index":900',
          )
        : body,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`made facts twice: at revision ${first?.revision} already`);
  });

  it('is found where two facts side by side have one event id', async () => {
    const all = await facts();
    const second = all.findIndex(({ commandId }, at) => commandId === all[at - 1]?.commandId) + 1;
    expect(second).toBeGreaterThan(1);
    const { exitCode, stderr } = await forged(({ revision, body }) =>
      revision === second ? body.replace(/,"index":\d+/, '') : body,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`occurs twice: its facts begin at revision ${second - 1}`);
  });
});
