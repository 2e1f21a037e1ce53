import { isLeft } from '../../domain/foundation/fp.ts';
import { type Shredded, shredSubject } from '../main/sealing/shred.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { type Terminal, write } from './terminal.ts';

/** What `berth ledger shred` is told. */
export interface ShredArguments {
  readonly file: string;
  readonly subject: string;
  readonly keys?: string;
  readonly output: string;
}

/** `berth ledger shred FILE SUBJECT`: exit 0 when nothing sealed about the subject can be read any more. */
export const ledgerShred = async (
  terminal: Terminal,
  { file, subject, keys, output }: ShredArguments,
): Promise<number> => {
  const problem = formatProblem(output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const shredded = await shredSubject(file, subject, keys);
  if (isLeft(shredded)) return complain(terminal, shredded.left, file);
  const text =
    output === 'json'
      ? `${JSON.stringify(shredded.right, undefined, 2)}\n`
      : `${sentenceOf(shredded.right)}\n`;
  await write(terminal.stdout, text);
  return shredded.right.missing === 0 ? exitCodes.ok : exitCodes.failure;
};

const sentenceOf = ({ subject, facts, destroyed, before, missing, keyFile }: Shredded): string => {
  if (facts === 0) return `nothing of ${subject} was sealed: there is no key to destroy`;
  const parts = [
    `shredded ${subject}: ${destroyed} of ${facts} keys destroyed in ${keyFile}`,
    ...(before === 0 ? [] : [`${before} destroyed before`]),
    ...(missing === 0 ? [] : [`${missing} not in this file: whoever has them can still read`]),
    'copies of the file of keys are not reached; the ledger is as it was',
  ];
  return parts.join('\n');
};
