import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hexOf } from '../../../domain/foundation/chain.ts';
import { damageShop } from './damage.ts';
import { berth } from './on-terminal.ts';

/** Takes the last facts away as a careful forger would: the chain of what is left is whole. */
export const cutTo = (file: string, revision: number): void => {
  const db = new DatabaseSync(file);
  db.exec(`DELETE FROM events WHERE revision > ${revision}`);
  const hash = db.prepare('SELECT hash FROM events WHERE revision = ?').get(revision)?.['hash'];
  const hex = hash instanceof Uint8Array ? hexOf(hash) : '';
  db.prepare("UPDATE meta SET value = ? WHERE key = 'mark'").run(`${revision}:${hex}`);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
};

/**
 * A folder with a ledger that was signed when it had ten facts and when it had all, and with a proof of each kind.
 *
 * @shape `facts` is known once it is prepared
 */
export const signedShop = () => {
  const shop = damageShop();
  const key = shop.at('prod.key');
  const files = {
    key,
    verifier: `${key}.pub`,
    witness: shop.at('witness'),
    inclusion: shop.at('inclusion.json'),
    growth: shop.at('growth.json'),
  };
  const known = { facts: 0 };
  const sign = (file: string) =>
    berth('ledger', 'checkpoint', file, '--key', key, '--witness', files.witness);
  const against = ['--against', files.witness, '--verifier', files.verifier];
  const prove = async (file: string, ...claim: readonly string[]) =>
    writeFileSync(file, (await berth('ledger', 'prove', shop.whole, ...claim, ...against)).stdout);
  const prepare = async (): Promise<void> => {
    await shop.prepare();
    await berth('ledger', 'keygen', key, '--name', 'berth.example/prod');
    const early = shop.copy('early.db');
    cutTo(early, 10);
    await sign(early);
    known.facts = Number((await sign(shop.whole)).stdout.split('\n')[1]);
    await prove(files.inclusion, '12');
    await prove(files.growth, '--from', '10');
  };
  return { ...shop, files, known, sign, against, prove, prepare };
};
