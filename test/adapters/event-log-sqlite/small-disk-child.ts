/** Runs on a small disk that it has to itself, fills it, frees it, and then makes it read-only; says what it saw. */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';

const [place = ''] = process.argv.slice(2);
const path = join(place, 'ledger.db');
const ballast = join(place, 'ballast');
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const holds = async (log: EventLog, count: number): Promise<boolean> => {
  const wanted = recordsOf(0, count).map(({ body }) => body);
  const found = await bodiesOf(log);
  return found.length === count && found.every((body, at) => body === wanted[at]);
};

/** Appends until it is refused; answers the last revision and the refusal. */
const fill = async (log: EventLog) => {
  for (let revision = 0; ;) {
    const outcome = await log.append(revision, recordsOf(revision, 100))();
    if (isLeft(outcome)) return { revision, fault: outcome.left };
    revision = outcome.right.revision;
  }
};

writeFileSync(ballast, Buffer.alloc(300 * 1024));
const log = await answerOf(openLedger({ path, mode: 'write' }));
const { revision, fault } = await fill(log);
if (await holds(log, revision)) say(`full: ${fault._tag}, every fact before it is read`);
rmSync(ballast);
await answerOf(log.append(revision, recordsOf(revision, 100)));
await answerOf(log.close());
const again = await answerOf(openLedger({ path, mode: 'write' }));
if (await holds(again, revision + 100)) {
  say('room again: appended, every fact is read after opening again');
}
await answerOf(again.close());

const before = readdirSync(place).join();
const remount: readonly string[] = ['mount', '-o', 'remount,ro', place];
spawnSync(remount[0] ?? '', remount.slice(1));
const reader = await answerOf(openLedger({ path, mode: 'read' }));
if (await holds(reader, revision + 100)) say('read-only: every fact is read');
await answerOf(reader.close());
say(`read-only: writing is ${(await faultIn(openLedger({ path, mode: 'write' })))._tag}`);
if (readdirSync(place).join() === before) say('read-only: no file was made');
