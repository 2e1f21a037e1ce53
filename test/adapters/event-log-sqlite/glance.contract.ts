import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, type OpenOptions } from '../../../adapters/event-log-sqlite/index.ts';
import { rightOf } from '../../src/app/stage.ts';
import { playInto, reclaimScenario, scratchFolder } from '../../src/cli/small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const paged = async (path: string, mode: OpenOptions['mode']) => {
  const log = rightOf(await openLedger({ path, mode })());
  const page = await log.read(3, 20)();
  rightOf(await log.close()());
  return page;
};

const changed = (name: string, sql: string): string => {
  const path = join(scratch.folder, name);
  cpSync(ledger, path);
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
  return path;
};

describe('a glance at a ledger', () => {
  it('sees the facts that a reader sees, without their hashes', async () => {
    const proved = rightOf(await paged(ledger, 'read'));
    const seen = rightOf(await paged(ledger, 'glance'));
    const bodies = proved.map(({ revision, body }) => ({ revision, body }));
    expect(bodies).toHaveLength(20);
    expect(seen.map(({ revision, body }) => ({ revision, body }))).toEqual(bodies);
    expect(new Set(seen.map(({ hash }) => hash.length))).toEqual(new Set([0]));
  });

  it('does not notice an altered fact, which a reader refuses', async () => {
    const path = changed('altered.db', "UPDATE events SET body = body || ' ' WHERE revision = 9");
    expect(await paged(path, 'read')).toMatchObject({
      left: { _tag: 'LedgerCorrupt', revision: 9 },
    });
    expect(rightOf(await paged(path, 'glance'))[5]?.body).toMatch(/ $/);
  });

  it('refuses a gap, as a reader does', async () => {
    const path = changed('gap.db', 'DELETE FROM events WHERE revision = 9');
    expect(await paged(path, 'glance')).toMatchObject({
      left: { _tag: 'LedgerCorrupt', revision: 9 },
    });
  });
});
