import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { KeysUnusable, Opened, Seals } from '../ports/seals.ts';
import { addKeys, type Keys, readKeys, writeKeys } from './key-file.ts';

/** Keys that are made and synced together: a sync for each submission would cost more than all of the rest. */
const blockSize = 256;
const idBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const textFrom = idBytes + nonceBytes + tagBytes;

/**
 * Opens a file of keys, or begins one: each sealed text has a key of its own (AES-256-GCM), which its ciphertext names.
 *
 * A key is on disk before anything that it seals. Only one program may seal by a file: the writer of the ledger.
 */
export const openSeals = async (path: string): Promise<Either<KeysUnusable, Seals>> => {
  const read = await readKeys(path);
  if (isLeft(read)) return read;
  const keys = read.right;
  const fresh: [string, Buffer][] = [];
  let filling: Promise<Either<KeysUnusable, void>> | undefined;
  const fill = async (): Promise<Either<KeysUnusable, void>> => {
    const block = new Map<string, Buffer>();
    for (let k = 0; k < blockSize; k += 1) {
      block.set(randomBytes(idBytes).toString('hex'), randomBytes(32));
    }
    // The first time whatever a crash has left behind the last whole line goes.
    const kept = isFirst
      ? await writeKeys(path, new Map([...keys, ...block]))
      : await addKeys(path, block);
    filling = undefined;
    if (isLeft(kept)) return kept;
    isFirst = false;
    for (const [id, key] of block) {
      keys.set(id, key);
      fresh.push([id, key]);
    }
    return kept;
  };
  let isFirst = true;
  return right({
    seal: async (subject, text) => {
      for (;;) {
        const next = fresh.pop();
        if (next !== undefined) return right(sealed(next, subject, text));
        const filled = await (filling ??= fill());
        if (isLeft(filled)) return filled;
      }
    },
    open: (subject, text) => opened(keys, subject, text),
  });
};

const sealed = ([id, key]: readonly [string, Buffer], subject: string, text: string): string => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(subject, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const bytes = Buffer.concat([Buffer.from(id, 'hex'), nonce, cipher.getAuthTag(), body]);
  return bytes.toString('base64');
};

const opened = (keys: Keys, subject: string, text: string): Opened => {
  const bytes = Buffer.from(text, 'base64');
  const id = idOf(text);
  const key = keys.get(id);
  if (key === undefined) return { _tag: keys.has(id) ? 'Shredded' : 'KeyMissing' };
  try {
    const nonce = bytes.subarray(idBytes, idBytes + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(subject, 'utf8'))
      .setAuthTag(bytes.subarray(idBytes + nonceBytes, textFrom));
    const plain = Buffer.concat([decipher.update(bytes.subarray(textFrom)), decipher.final()]);
    return { _tag: 'Plain', text: plain.toString('utf8') };
  } catch {
    // Sealed for another subject, or bent: nothing that this key has sealed.
    return { _tag: 'KeyMissing' };
  }
};

const idOf = (sealedText: string): string =>
  Buffer.from(sealedText, 'base64').subarray(0, idBytes).toString('hex');

/** What became of the keys of some sealed texts. */
export interface Destroyed {
  readonly destroyed: number;
  /** Destroyed earlier. */
  readonly before: number;
  /** Not in this file. */
  readonly missing: number;
}

/** Destroys the keys of some sealed texts: whoever has their ciphertext has nothing then. On disk before it is told. */
export const destroyKeys = async (
  path: string,
  sealedTexts: readonly string[],
): Promise<Either<KeysUnusable, Destroyed>> => {
  const read = await readKeys(path);
  if (isLeft(read)) return read;
  const keys = read.right;
  const ids = [...new Set(sealedTexts.map(idOf))];
  const destroyed = ids.filter((id) => keys.get(id) !== undefined);
  const missing = ids.filter((id) => !keys.has(id)).length;
  for (const id of destroyed) keys.set(id, undefined);
  const kept = destroyed.length === 0 ? right(undefined) : await writeKeys(path, keys);
  if (isLeft(kept)) return kept;
  const before = ids.length - destroyed.length - missing;
  return right({ destroyed: destroyed.length, before, missing });
};
