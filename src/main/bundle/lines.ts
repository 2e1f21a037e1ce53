import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { bundleBounds, bundleFormat } from '../../../adapters/bundles/index.ts';

/** What makes reading a bundle end early; told to whoever reads it. */
export class BundleBroken extends Error {}

const newline = 0x0a;
const gzipMagic = [0x1f, 0x8b];
const opening = `{"format":"${bundleFormat}"`;

/** Whether a file begins as a bundle does, packed or not. A file that cannot be read begins as none. */
export const looksLikeBundle = async (path: string): Promise<boolean> => {
  try {
    const begin = await beginningOf(path);
    return isPacked(begin) || begin.toString('latin1') === opening;
  } catch {
    return false;
  }
};

const isPacked = (begin: Buffer): boolean => gzipMagic.every((byte, k) => begin[k] === byte);

const beginningOf = async (path: string): Promise<Buffer> => {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new BundleBroken('it is no file');
    if (stat.size > bundleBounds.fileBytesMax) {
      throw new BundleBroken(`it has ${stat.size} bytes, more than ${bundleBounds.fileBytesMax}`);
    }
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(opening.length) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/**
 * The lines of a bundle, packed or not, each with its end; `bytesMax` says before each line how long it may be.
 *
 * Stops at the bounds whatever the file says of itself: a small file can unpack to a very large one.
 * @throws BundleBroken
 */
export const linesOf = async function* (
  path: string,
  bytesMax: () => number,
): AsyncGenerator<string, void, undefined> {
  const begin = await beginningOf(path);
  const file = createReadStream(path);
  // What fails in the file is told by its reader, not by nobody.
  const chunks: Readable = isPacked(begin) ? unpacking(file) : file;
  try {
    yield* linesIn(chunks, bytesMax);
  } finally {
    file.destroy();
    chunks.destroy();
  }
};

const unpacking = (file: Readable): Readable => {
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
};

const linesIn = async function* (
  chunks: AsyncIterable<Buffer>,
  bytesMax: () => number,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let held = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > bundleBounds.textBytesMax) {
      throw new BundleBroken(`it unpacks to more than ${bundleBounds.textBytesMax} bytes`);
    }
    let at = 0;
    while (at < chunk.length) {
      const end = chunk.indexOf(newline, at);
      const part = chunk.subarray(at, end < 0 ? chunk.length : end);
      parts.push(part);
      held += part.length;
      if (held > bytesMax()) throw new BundleBroken(`a line is longer than ${bytesMax()} bytes`);
      at += part.length + 1;
      if (end < 0) continue;
      yield decoder.decode(parts.length === 1 ? part : Buffer.concat(parts));
      [parts, held] = [[], 0];
    }
  }
  if (held > 0) throw new BundleBroken('its last line has no end: it was cut off');
};
