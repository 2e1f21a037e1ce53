import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { nouns } from '../../../src/cli/nouns.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

/** Every command that reads a ledger. */
export const readers = (file: string): readonly (readonly string[])[] => [
  ['ledger', 'verify', file],
  ['ledger', 'stats', file],
  ['ledger', 'export', file],
  ['ledger', 'show', file, '1'],
  ['replay', file],
  ['replay', file, '--verify'],
  ...nouns.flatMap((noun) => [
    [noun, 'list', '--ledger', file],
    [noun, 'describe', 'any', '--ledger', file],
  ]),
];

/** The bytes of a file as text; `undefined` where there is none. */
export const bytesOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'base64');
  } catch {
    return undefined;
  }
};

/** A folder with a sound ledger, and ways to make bad ones beside it. */
export const damageShop = () => {
  const scratch = scratchFolder();
  const at = (name: string): string => join(scratch.folder, name);
  const whole = at('whole.db');
  const put = (make: (file: string) => void, name: string): string => {
    make(at(name));
    return at(name);
  };
  const copy = (name: string): string => put((file) => cpSync(whole, file), name);
  return {
    ...scratch,
    at,
    whole,
    copy,
    prepare: () => playInto(whole, reclaimScenario),
    made: (name: string, content: string) => put((file) => writeFileSync(file, content), name),
    directory: (name: string) => put((file) => mkdirSync(file), name),
    withBytes: (name: string, offset: number, bytes: readonly number[]) =>
      put((file) => overwrite(file, offset, bytes), basename(copy(name))),
    truncated: (name: string, length: number) =>
      put((file) => truncateSync(file, length), basename(copy(name))),
    ofAnotherProgram: (name: string) => put(makeStranger, name),
  };
};

/** Does to a file what somebody with `sqlite3` could do. */
export const tamper = (file: string, sql: string): void => {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
};

const makeStranger = (file: string): void => {
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE IF NOT EXISTS events (revision INTEGER PRIMARY KEY)');
  db.close();
};

const overwrite = (file: string, offset: number, bytes: readonly number[]): void => {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from(bytes), 0, bytes.length, offset);
  closeSync(handle);
};
