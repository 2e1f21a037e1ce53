import { constants } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Compile } from 'typebox/compile';
import { Type } from 'typebox';
import { type Either, left, right } from '../../domain/foundation/fp.ts';
import type { KeysUnusable } from '../ports/seals.ts';

/** The keys of a file by their ids; `undefined` where one was destroyed. */
export type Keys = Map<string, Buffer | undefined>;

const opening = '{"format":"berth-keys","version":1}';
const bytesMax = 1_073_741_824;

const isLine = (() => {
  const shape = Type.Object(
    {
      id: Type.String({ pattern: '^[0-9a-f]{16}$' }),
      /** 32 bytes; absent once it was destroyed. */
      key: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })),
    },
    { additionalProperties: false },
  );
  const compiled = Compile(shape);
  return (value: unknown) => (compiled.Check(value) ? value : undefined);
})();

/** Why a file of keys is of no use. */
export const unusable = (
  place: string,
  problem: string,
  remedy = 'name the file of keys that belongs to this ledger',
): Either<KeysUnusable, never> => left({ _tag: 'KeysUnusable', place, problem, remedy });

/** Reads all keys of a file; no file is no keys. */
export const readKeys = async (path: string): Promise<Either<KeysUnusable, Keys>> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) return unusable(path, 'it is no file');
    if (stat.size > bytesMax) return unusable(path, `it has more than ${bytesMax} bytes`);
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8);
      return unusable(path, `others than its owner can use it (mode ${mode})`, `chmod 600 ${path}`);
    }
    return keysIn(path, await handle.readFile('utf8'));
  } catch (error) {
    return isNotThere(error) ? right(new Map()) : unusable(path, causeOf(error));
  } finally {
    await handle?.close();
  }
};

/** Keys behind the last line's end were never used: they are synced before. */
const keysIn = (path: string, text: string): Either<KeysUnusable, Keys> => {
  const [first, ...lines] = text.split('\n').slice(0, -1);
  if (first === undefined) return right(new Map());
  if (first !== opening) return unusable(path, 'it is no file of keys');
  const keys: Keys = new Map();
  for (const [place, line] of lines.entries()) {
    const known = isLine(jsonOf(line));
    if (known === undefined) return unusable(path, `line ${place + 2} is no key`);
    keys.set(known.id, known.key === undefined ? undefined : Buffer.from(known.key, 'base64'));
  }
  return right(keys);
};

const lineOf = (id: string, key: Buffer | undefined): string =>
  key === undefined ? `{"id":"${id}"}\n` : `{"id":"${id}","key":"${key.toString('base64')}"}\n`;

/**
 * Puts these keys, and no others, into a file; on disk before it is told. A crash leaves the old file or the new one.
 *
 * What the old file held is overwritten where it lay, as far as the disk lets anybody.
 */
export const writeKeys = async (path: string, keys: Keys): Promise<Either<KeysUnusable, void>> => {
  try {
    const before = await open(path, 'r+').catch(() => undefined);
    try {
      const next = await open(`${path}.next`, 'w', 0o600);
      try {
        const lines = [...keys].map(([id, key]) => lineOf(id, key));
        await next.writeFile(`${opening}\n${lines.join('')}`);
        await next.sync();
      } finally {
        await next.close();
      }
      await rename(`${path}.next`, path);
      await syncFolder(path);
      if (before !== undefined) await overwrite(before);
    } finally {
      await before?.close();
    }
    return right(undefined);
  } catch (error) {
    return unusable(path, `it cannot be written: ${causeOf(error)}`, 'make room, and mind rights');
  }
};

const overwrite = async (handle: FileHandle): Promise<void> => {
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size), 0, size, 0);
  await handle.sync();
};

/** Adds keys behind those of a file; on disk before it is told. */
export const addKeys = async (
  path: string,
  keys: ReadonlyMap<string, Buffer>,
): Promise<Either<KeysUnusable, void>> => {
  try {
    const handle = await open(path, 'a', 0o600);
    try {
      const { size } = await handle.stat();
      const lines = [...keys].map(([id, key]) => lineOf(id, key));
      await handle.appendFile(`${size === 0 ? `${opening}\n` : ''}${lines.join('')}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(path);
    return right(undefined);
  } catch (error) {
    return unusable(path, `it cannot be written: ${causeOf(error)}`, 'make room, and mind rights');
  }
};

/** A new name in a folder is lost by a crash unless the folder is synced. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const isNotThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const causeOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
