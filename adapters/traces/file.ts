import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { refuse } from './refusal.ts';

/** What complaints call a kind of text file, and how long one may be. */
export interface TextKind {
  readonly name: string;
  readonly content: string;
  readonly bytesMax: number;
}

const csv: TextKind = { name: 'CSV', content: 'a header and rows', bytesMax: 256 * 1024 * 1024 };

/**
 * The bytes of a text file, once it is sure that they are UTF-8 text of a bearable size.
 *
 * @throws InputRefusal when it is missing, no plain file, empty, too long, or no clean UTF-8
 */
export const readTextBytes = async (file: string, kind: TextKind = csv): Promise<Buffer> => {
  const bytes = await readPlainFile(file, kind);
  if (bytes.length === 0) {
    refuse({ file, problem: 'the file is empty', remedy: `name a file with ${kind.content}` });
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const problem = 'the file begins with a byte order mark';
    refuse({ file, line: 1, problem, remedy: 'save it as UTF-8 without a byte order mark' });
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const problem = `a NUL byte, which no ${kind.name} file has`;
    refuse({ file, line: lineOfByte(bytes, nul), problem, remedy: 'save the file as UTF-8 text' });
  }
  if (!isUtf8(bytes)) {
    const problem = 'bytes that are no UTF-8';
    const remedy = 'save the file as UTF-8';
    refuse({ file, line: firstLineWithoutUtf8(bytes), problem, remedy });
  }
  return bytes;
};

const readPlainFile = async (file: string, kind: TextKind): Promise<Buffer> => {
  try {
    const found = await stat(file);
    if (!found.isFile()) {
      const problem = found.isDirectory() ? 'this is a directory' : 'this is no plain file';
      refuse({ file, problem, remedy: `name a ${kind.name} file` });
    }
    if (found.size > kind.bytesMax) {
      const problem = `the file has ${found.size} bytes; at most ${kind.bytesMax} are read`;
      refuse({ file, problem, remedy: 'split it into smaller files' });
    }
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refuse({ file, ...systemComplaints(String(error.code)) });
  }
};

const systemComplaints = (code: string): { readonly problem: string; readonly remedy: string } => {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { problem: 'there is no such file', remedy: 'check the path' };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return { problem: 'the file may not be read', remedy: 'give yourself the right to read it' };
  }
  return { problem: `the file cannot be read (${code})`, remedy: 'check the path and the disk' };
};

const lineOfByte = (bytes: Buffer, offset: number): number => {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) {
    line += 1;
  }
  return line;
};

const firstLineWithoutUtf8 = (bytes: Buffer): number => {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(10, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line;
    line += 1;
    from = end + 1;
  }
};
