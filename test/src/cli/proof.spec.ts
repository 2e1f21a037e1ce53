import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { signedShop } from './signed-ledger.ts';

const shop = signedShop();
const { inclusion, growth, verifier, witness } = shop.files;
beforeAll(shop.prepare);
afterAll(shop.remove);

const check = (file: string, ...more: readonly string[]) =>
  berth('ledger', 'check', file, '--verifier', verifier, ...more);

type Claimed = Readonly<Record<string, string>> & { readonly path: readonly string[] };
const earlyNote = (): string => `${readFileSync(witness, 'utf8').split('\n\nberth')[0]}\n`;

/** What a forger makes of a proof; each has to be refused. */
const forgeries: readonly (readonly [string, string, (claimed: Claimed) => object])[] = [
  ['another fact', inclusion, () => ({ revision: 13 })],
  ['another body', inclusion, ({ body }) => ({ body: body?.replace('1', '2') })],
  ['another hash before it', inclusion, () => ({ previousHash: '0'.repeat(64) })],
  ['a shorter path', inclusion, ({ path }) => ({ path: path.slice(1) })],
  ['a turned path', inclusion, ({ path }) => ({ path: path.toReversed() })],
  [
    'a checkpoint of another size',
    inclusion,
    ({ checkpoint }) => ({ checkpoint: checkpoint?.replace(/\n\d+\n/, '\n99\n') }),
  ],
  ['a checkpoint before the fact', inclusion, () => ({ checkpoint: earlyNote() })],
  ['a longer path of growth', growth, ({ path }) => ({ path: [...path, '0'.repeat(64)] })],
  ['an earlier checkpoint of another size', growth, ({ checkpoint }) => ({ earlier: checkpoint })],
  [
    'two checkpoints changed for each other',
    growth,
    ({ checkpoint, earlier }) => ({ earlier: checkpoint, checkpoint: earlier }),
  ],
];

describe('berth ledger prove and check', () => {
  it('a proof holds by the key alone', async () => {
    const { facts } = shop.known;
    const stdout = `ok: fact 12 stands among the ${facts} facts of berth.example/prod, byte for byte\n`;
    expect(await check(inclusion)).toEqual({ exitCode: 0, stdout, stderr: '' });
    const wanted = { ok: true, kind: 'consistency', origin: 'berth.example/prod' };
    const asJson = JSON.parse((await check(growth, '-o', 'json')).stdout);
    expect(asJson).toEqual({ ...wanted, size: facts, revision: 10 });
  });

  it.each(['1', '2', 'last'])('fact %s has a proof', async (which) => {
    const file = shop.at(`proof-${which}.json`);
    await shop.prove(file, which === 'last' ? `${shop.known.facts}` : which);
    expect((await check(file)).exitCode).toBe(0);
  });

  it.each(forgeries)('%s is refused', async (_, source, forge) => {
    const claimed = JSON.parse(readFileSync(source, 'utf8'));
    const forged = { ...claimed, ...forge(claimed) };
    expect(forged).not.toEqual(claimed);
    const { exitCode, stderr } = await check(shop.made('forged.json', JSON.stringify(forged)));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error: the proof proves nothing: ');
  });

  it('what has not the shape of a proof is none', async () => {
    const text = readFileSync(inclusion, 'utf8');
    const more = JSON.stringify({ ...JSON.parse(text), more: 1 });
    for (const shapeless of [more, text.slice(0, 10), 'null', '[]']) {
      const { exitCode, stderr } = await check(shop.made('shapeless.json', shapeless));
      expect(exitCode).toBe(2);
      expect(stderr).toContain('remedy: name a file that `berth ledger prove` has written');
    }
  });

  it.each([
    [[], 'nothing to prove'],
    [['3', '--from', '10'], 'two things at once'],
    [['100000'], 'remedy: sign a newer one'],
    [['--from', '11'], 'there is no checkpoint of 11 facts'],
  ])('prove %j says what to ask for instead', async (claim, words) => {
    const { exitCode, stderr } = await berth(
      'ledger',
      'prove',
      shop.whole,
      ...claim,
      ...shop.against,
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});
