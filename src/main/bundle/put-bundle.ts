import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { pageMax } from '../../app/read.ts';
import { refusedFile } from '../config/refusal.ts';
import type { Part } from '../whole-commands.ts';

/** The lines of a bundle, the bodies read as they are needed. */
export const linesOfBundle = async function* (
  log: EventLog,
  header: string,
  { bytes, part }: { readonly bytes: Uint8Array | undefined; readonly part: Part },
): AsyncGenerator<string, void, undefined> {
  yield `${header}\n`;
  if (bytes !== undefined) yield `${Buffer.from(bytes).toString('base64')}\n`;
  let at = part.from;
  while (at < part.to) {
    const page = await log.read(at, Math.min(pageMax, part.to - at))();
    if (isLeft(page)) throw new Error(`fact ${at + 1} cannot be read: ${page.left._tag}`);
    if (page.right.length === 0) throw new Error(`fact ${at + 1} is not there any more`);
    yield page.right.map(({ body }) => `${body}\n`).join('');
    at += page.right.length;
  }
};

/** Writes a file that was not there before; what fails leaves none. */
export const putBundle = async (
  out: string,
  lines: AsyncIterable<string>,
): Promise<Either<InputFault, void>> => {
  const file = createWriteStream(out, { flags: 'wx', flush: true });
  let isOurs = false;
  file.on('open', () => {
    isOurs = true;
  });
  try {
    if (out.endsWith('.gz')) await pipeline(Readable.from(lines), createGzip(), file);
    else await pipeline(Readable.from(lines), file);
    return right(undefined);
  } catch (error) {
    if (isOurs) await unlink(out);
    const problem = `the bundle cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    return refusedFile(out, { problem, remedy: 'name a new file that can be written' });
  }
};
