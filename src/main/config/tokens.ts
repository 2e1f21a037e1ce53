import { createHash } from 'node:crypto';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { readTextFile } from './read-file.ts';
import { type Objection, refused, refusedFile, shown } from './refusal.ts';

/** SHA-256 (hex) of each token, and the actor who speaks by it: the tokens themselves are not kept. */
export type Tokens = ReadonlyMap<string, string>;

const bytesMax = 1024 * 1024;
/** Shorter tokens can be guessed. @unit characters */
const tokenLengthMin = 16;
const tokenLengthMax = 512;
const actorPattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/;
const tokenPattern = /^[\x21-\x7e]+$/;

/** Reads who may ask, and by which token; a file that others than its owner can read is refused. */
export const readTokens = async (path: string): Promise<Either<InputFault, Tokens>> => {
  const read = await readTextFile({ path, what: 'a list of tokens', bytesMax });
  if (isLeft(read)) return read;
  const { text, mode } = read.right;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return refusedFile(path, {
      problem: `others than its owner can use the file of tokens (mode ${mode.toString(8)})`,
      remedy: `chmod 600 ${path}`,
    });
  }
  return tokensIn(path, text);
};

const tokensIn = (path: string, text: string): Either<InputFault, Tokens> => {
  const tokens = new Map<string, string>();
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const colon = line.indexOf(':');
    const actor = line.slice(0, colon).trim();
    const token = line.slice(colon + 1).trim();
    const digest = createHash('sha256').update(token).digest('hex');
    const objection = colon < 0 ? noColon : problemOf(actor, token, tokens.has(digest));
    if (objection !== undefined) {
      const source = { _tag: 'File', file: path, line: place + 1, column: 1 } as const;
      return refused(source, undefined, objection);
    }
    tokens.set(digest, actor);
  }
  return tokens.size > 0
    ? right(tokens)
    : refusedFile(path, {
        problem: 'the file of tokens has no token',
        remedy: 'write lines of the form actor:token',
      });
};

const noColon: Objection = {
  problem: 'a line has no colon',
  remedy: 'write actor:token, such as ada:$(openssl rand -hex 32)',
};

/** What is wrong with a line; never shows the token. */
const problemOf = (actor: string, token: string, isKnown: boolean): Objection | undefined => {
  if (!actorPattern.test(actor)) {
    return {
      problem: `${shown(actor)} cannot be an actor`,
      remedy: 'name actors with letters, digits and . _ @ + -',
    };
  }
  if (token.length < tokenLengthMin || token.length > tokenLengthMax || !tokenPattern.test(token)) {
    return {
      problem: `the token of ${actor} has ${token.length} characters, or others than printable ones`,
      remedy: `give it ${tokenLengthMin} to ${tokenLengthMax}, such as openssl rand -hex 32 makes`,
    };
  }
  return isKnown
    ? { problem: `the token of ${actor} is that of another line`, remedy: 'give each its own' }
    : undefined;
};
