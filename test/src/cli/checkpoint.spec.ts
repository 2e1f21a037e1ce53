import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { rewriteLedger, type Stored } from './rewrite.ts';
import { cutTo, signedShop } from './signed-ledger.ts';

const shop = signedShop();
const { key, verifier, witness } = shop.files;
beforeAll(shop.prepare);
afterAll(shop.remove);

const verifyAgainst = (file: string) => berth('ledger', 'verify', file, ...shop.against);
/** Says that a fact came at another moment than it did. */
const otherMoment =
  (at: number) =>
  ({ revision, body }: Stored): string =>
    revision === at ? body.replace('"atMs":1', '"atMs":2') : body;

describe('berth ledger keygen', () => {
  it('makes a key for its owner alone, and writes over none', async () => {
    expect(statSync(key).mode & 0o777).toBe(0o600);
    const again = await berth('ledger', 'keygen', key, '--name', 'berth.example/prod');
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('remedy: name a file that does not exist yet');
  });

  it('refuses a name that no note can have', async () => {
    const told = await berth('ledger', 'keygen', shop.at('no.key'), '--name', 'two words');
    expect(told.exitCode).toBe(2);
    expect(told.stderr).toMatch(/--name[^]*remedy: say a name such as/);
  });
});

describe('berth ledger checkpoint', () => {
  it('signs how many facts there are, and keeps the same head once', async () => {
    const before = readFileSync(witness, 'utf8');
    const { exitCode, stdout } = await shop.sign(shop.copy('same.db'));
    const after = readFileSync(witness, 'utf8');
    expect({ exitCode, after }).toEqual({ exitCode: 0, after: before });
    expect(before).toContain(stdout);
    expect(shop.known.facts).toBeGreaterThan(20);
  });

  it('signs nothing for a ledger that is not what was signed before', async () => {
    const file = shop.copy('rewritten.db');
    rewriteLedger(file, otherMoment(7));
    const { exitCode, stderr } = await shop.sign(file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the ledger's first 10 facts are not those that were signed");
  });

  it('refuses a signing key that others can read', async () => {
    const open = shop.at('open.key');
    writeFileSync(open, readFileSync(key), { mode: 0o644 });
    const { exitCode, stderr } = await berth('ledger', 'checkpoint', shop.whole, '--key', open);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`remedy: chmod 600 ${open}`);
  });
});

describe('berth ledger verify --against', () => {
  it('says up to where the ledger is what was signed', async () => {
    const { exitCode, stdout } = await verifyAgainst(shop.copy('good.db'));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`as signed: 2 checkpoints, the last of ${shop.known.facts} facts`);
  });

  it('finds a rewritten fact behind the first checkpoint, though the chain is whole', async () => {
    const file = shop.copy('forged.db');
    rewriteLedger(file, otherMoment(12));
    expect((await berth('ledger', 'verify', file)).exitCode).toBe(0);
    const { exitCode, stderr } = await verifyAgainst(file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `first ${shop.known.facts} facts are not those that were signed (it agrees up to fact 10)`,
    );
    expect(stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('finds an end that is cut off, though the chain is whole', async () => {
    const { facts } = shop.known;
    const file = shop.copy('cut.db');
    cutTo(file, facts - 1);
    expect((await berth('ledger', 'verify', file)).exitCode).toBe(0);
    const { exitCode, stderr } = await verifyAgainst(file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `has ${facts - 1} facts, and ${facts} were signed: its end is cut off`,
    );
  });

  it('trusts no checkpoint of another key, and none that was changed', async () => {
    const other = shop.at('other.key');
    await berth('ledger', 'keygen', other, '--name', 'berth.example/prod');
    const bent = shop.made('bent', readFileSync(witness, 'utf8').replace('\n10\n', '\n11\n'));
    for (const [notes, pub] of [
      [witness, `${other}.pub`],
      [bent, verifier],
    ] as const) {
      const asked = ['--against', notes, '--verifier', pub];
      const { exitCode, stderr } = await berth('ledger', 'verify', shop.whole, ...asked);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('checkpoint 1 is not to be trusted');
    }
  });

  it.each([
    ['--against', 'witness'],
    ['--verifier', 'key'],
  ])('%s alone is refused with the remedy', async (flag, value) => {
    const { exitCode, stderr } = await berth('ledger', 'verify', 'x.db', flag, value);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('remedy: say both --against and --verifier');
  });

  it('an empty file holds no checkpoint', async () => {
    const asked = ['--against', shop.made('empty', ''), '--verifier', verifier];
    const { exitCode, stderr } = await berth('ledger', 'verify', shop.whole, ...asked);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('holds no signed checkpoint');
  });
});
