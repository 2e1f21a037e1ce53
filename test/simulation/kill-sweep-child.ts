/**
 * The process that the kill sweep kills: it plays a fixed script on a real ledger and says what is durable.
 *
 * Each line goes out by a synchronous write, so that what was said is what had happened.
 */
import { writeSync } from 'node:fs';
import { openLedger } from '../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { answerOf, recordsOf } from '../contracts/event-log-records.ts';
import { batchSizes } from './kill-sweep-script.ts';

const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const [path = ''] = process.argv.slice(2);
const opened = await openLedger({ path, mode: 'write', walPagesMax: 64 })();
if (isLeft(opened)) {
  say(`refused ${opened.left._tag}`);
  process.exit(3);
}
const log = opened.right;
let revision = 0;
for (const [turn, size] of batchSizes.entries()) {
  const batch = recordsOf(revision, size);
  let outcome = await log.append(revision, batch)();
  if (isLeft(outcome) && outcome.left._tag === 'DiskFull') {
    say(`full ${(await answerOf(log.read(0, 100_000))).length}`);
    outcome = await log.append(revision, batch)();
  }
  if (isLeft(outcome)) {
    say(`fault ${outcome.left._tag} ${(await log.head()())._tag}`);
    process.exit(4);
  }
  revision = outcome.right.revision;
  say(`ack ${revision}`);
  if (turn === 3) {
    const { hash } = outcome.right;
    await log.saveSnapshot({ name: 'sweep', revision, hash, bytes: new Uint8Array(9000) })();
  }
}
await answerOf(log.close());
say('closed');
