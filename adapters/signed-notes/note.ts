import { sign, verify } from 'node:crypto';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { headOfText, textOfHead, type TreeHead } from '../../domain/foundation/tree-head.ts';
import type { SigningKey, VerifyingKey } from './keys.ts';

/** A note that is not what its key has signed, and why. */
export interface NoteRefused {
  readonly _tag: 'NoteRefused';
  readonly problem: string;
}

/** What begins every line of a signature: an em dash. */
const dash = '\u2014 ';
const separator = '\n\n';

/** Signs a head; see `signText`. */
export const signHead = (head: TreeHead, key: SigningKey): string =>
  signText(textOfHead(head), key);

/**
 * Signs a text: the text, an empty line, and a line for the signature.
 *
 * @shape ends in a line end, and has no empty line; whose first line has a space is no head of a tree
 * @source C2SP signed-note
 */
export const signText = (text: string, { key, name, mark }: SigningKey): string => {
  const signature = sign(null, Buffer.from(text, 'utf8'), key);
  const marked = Buffer.concat([Buffer.from(mark, 'hex'), signature]).toString('base64');
  return `${text}\n${dash}${name} ${marked}\n`;
};

/** Reads the text of a note that this key has signed. Signatures of others, such as witnesses, are passed over. */
export const signedText = (note: string, key: VerifyingKey): Either<NoteRefused, string> => {
  const cut = note.lastIndexOf(separator);
  if (cut < 0) return refused('it has no signature');
  const text = note.slice(0, cut + 1);
  const lines = note.slice(cut + separator.length).split('\n');
  if (lines.pop() !== '') return refused('its last line has no end');
  const own = lines.filter((line) => line.startsWith(`${dash}${key.name} `));
  const signature = own.map((line) => signatureOf(line, key)).find((one) => one !== undefined);
  if (signature === undefined) return refused(`no signature is of ${key.name}+${key.mark}`);
  if (!verify(null, Buffer.from(text, 'utf8'), key.key, signature)) {
    return refused(`the signature of ${key.name}+${key.mark} does not fit`);
  }
  return right(text);
};

/** Reads the head of a note that this key has signed. */
export const signedHead = (note: string, key: VerifyingKey): Either<NoteRefused, TreeHead> => {
  const text = signedText(note, key);
  if (isLeft(text)) return text;
  const head = headOfText(text.right);
  if (isLeft(head)) return refused(head.left);
  return head.right.origin === key.name
    ? head
    : refused(`it is a head of ${head.right.origin}, signed by ${key.name}`);
};

const signatureOf = (line: string, { name, mark }: VerifyingKey): Buffer | undefined => {
  const bytes = Buffer.from(line.slice(dash.length + name.length + 1), 'base64');
  const isOfKey = bytes.length === 68 && bytes.toString('hex', 0, 4) === mark;
  return isOfKey ? bytes.subarray(4) : undefined;
};

const refused = (problem: string): Either<NoteRefused, never> =>
  left({ _tag: 'NoteRefused', problem });

/** The notes of a witness file, oldest first: each begins with the name of the ledger and ends in its signatures. */
export const notesIn = (text: string): readonly string[] => {
  const notes: string[] = [];
  let lines: string[] = [];
  let isSigned = false;
  for (const line of text.split('\n')) {
    if (isSigned && !line.startsWith(dash)) {
      notes.push(`${lines.join('\n')}\n`);
      [lines, isSigned] = [[], false];
    }
    if (line === '' && lines.length === 0) continue;
    lines.push(line);
    if (line.startsWith(dash)) isSigned = true;
  }
  return lines.every((line) => line === '') ? notes : [...notes, lines.join('\n')];
};
