import { constants, open } from 'node:fs/promises';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, right } from '../../../domain/foundation/fp.ts';
import { refusedFile } from './refusal.ts';

/** Where a text is read from and how much of it. */
export interface TextFile {
  readonly path: string;
  /** What it is, for people: "a configuration". */
  readonly what: string;
  readonly bytesMax: number;
}

/** A small text with the rights that its file has. */
export interface ReadText {
  readonly text: string;
  /** The permission bits. */
  readonly mode: number;
}

/** Reads a small text file; what is none, or too large, is refused before it is read. */
export const readTextFile = async (file: TextFile): Promise<Either<InputFault, ReadText>> => {
  try {
    // A pipe that nobody writes into would be waited for: it is opened at once, and then found to be no file.
    const handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return objection(file, 'is no file', 'name a file');
      if (stat.size > file.bytesMax) return tooLarge(file, stat.size);
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(file.bytesMax + 1) });
      if (bytesRead > file.bytesMax) return tooLarge(file, bytesRead);
      return textIn(file, buffer.subarray(0, bytesRead), stat.mode & 0o777);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return objection(file, `cannot be read: ${causeOf(error)}`, 'name a file that can be read');
  }
};

const textIn = (file: TextFile, bytes: Buffer, mode: number): Either<InputFault, ReadText> => {
  try {
    return right({ text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), mode });
  } catch {
    return objection(file, 'is no UTF-8 text', `name a file that holds ${file.what}`);
  }
};

const tooLarge = (file: TextFile, bytes: number): Either<InputFault, never> =>
  objection(
    file,
    `has ${bytes} bytes, more than ${file.bytesMax}`,
    `name a file that holds ${file.what}`,
  );

const objection = (
  { path, what }: TextFile,
  problem: string,
  remedy: string,
): Either<InputFault, never> => refusedFile(path, { problem: `${what} ${problem}`, remedy });

const causeOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
