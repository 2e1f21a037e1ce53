import { describe, expect, it } from 'vitest';
import {
  createKeys,
  notesIn,
  signedHead,
  signHead,
  signingKeyOf,
  verifyingKeyOf,
} from '../../../adapters/signed-notes/index.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import { leafOf } from '../../../domain/foundation/merkle.ts';
import { headOfText, textOfHead } from '../../../domain/foundation/tree-head.ts';

const got = <Value>(either: Either<unknown, Value>): Value => {
  if (isLeft(either)) throw new Error(JSON.stringify(either.left));
  return either.right;
};
const problemOf = (either: Either<{ readonly problem: string }, unknown>): string | undefined =>
  isLeft(either) ? either.left.problem : undefined;

const lines = got(createKeys('berth.example/prod'));
const signs = got(signingKeyOf(lines.signing));
const verifies = got(verifyingKeyOf(lines.verifying));
const head = { origin: 'berth.example/prod', size: 42, root: leafOf(Buffer.from('a')) };
const note = signHead(head, signs);

describe('keys in lines', () => {
  it('reads the pair that the documentation of signed notes shows', () => {
    // golang.org/x/mod/sumdb/note, package example.
    const verifying = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const signing =
      'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
    expect(got(verifyingKeyOf(verifying))).toMatchObject({
      name: 'PeterNeumann',
      mark: 'c74f20a3',
    });
    const own = signHead({ ...head, origin: 'PeterNeumann' }, got(signingKeyOf(signing)));
    expect(got(signedHead(own, got(verifyingKeyOf(verifying)))).size).toBe(42);
  });

  it.each([
    ['an empty line', ''],
    ['a name alone', 'berth.example/prod'],
    ['another mark', lines.verifying.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', lines.verifying.replace('prod', 'test')],
    ['a cut key', lines.verifying.slice(0, -6)],
    ['the key that signs', lines.signing],
  ])('%s verifies nothing', (_, line) => {
    expect(problemOf(verifyingKeyOf(line))).toMatch(/\S/);
  });

  it.each(['', 'PRIVATE+KEY+a', lines.verifying, lines.signing.replace('prod', 'test')])(
    '%j signs nothing',
    (line) => {
      expect(problemOf(signingKeyOf(line))).toMatch(/\S/);
    },
  );

  it.each(['', 'two words', 'a+b', 'line\nend', 'tab\t'])('%j names no key', (name) => {
    expect(problemOf(createKeys(name))).toMatch(/space/);
  });
});

/** What a forger makes of a note; each has to be refused. */
const forgeries: readonly (readonly [string, (text: string) => string])[] = [
  ['another size', (text) => text.replace('\n42\n', '\n43\n')],
  ['another origin', (text) => text.replace('berth.example/prod\n', 'berth.example/test\n')],
  ['another root', (text) => text.replace(/\n42\n./, '\n42\n_')],
  ['a line more', (text) => text.replace('\n42\n', '\n42\n42\n')],
  ['no signature', (text) => text.slice(0, text.indexOf('\n\n') + 1)],
  ['an empty signature', (text) => text.slice(0, text.indexOf('\n\n') + 2)],
  ['a cut signature', (text) => `${text.slice(0, -8)}\n`],
  ['a signature that is no base64', (text) => text.replace(/ \S+\n$/, ' !!!!\n')],
  ['the mark of another key', (text) => text.replace(/ ....(\S+\n)$/, ' AAAA$1')],
  ['no line end', (text) => text.trimEnd()],
  ['nothing', () => ''],
];

describe('signed notes', () => {
  it('give the head back to whoever has the key, also with signatures of others', () => {
    expect(got(signedHead(note, verifies))).toEqual(head);
    const witness = got(signingKeyOf(got(createKeys('witness.example')).signing));
    const cosigned = note + signHead(head, witness).split('\n\n')[1];
    expect(got(signedHead(cosigned, verifies))).toEqual(head);
  });

  it.each(forgeries)('%s is refused', (_, forge) => {
    expect(forge(note)).not.toBe(note);
    expect(problemOf(signedHead(forge(note), verifies))).toMatch(/\S/);
  });

  it('another key of the same name is another key', () => {
    const other = got(verifyingKeyOf(got(createKeys('berth.example/prod')).verifying));
    expect(problemOf(signedHead(note, other))).toContain('no signature is of');
  });

  it('a key signs heads of its own ledger alone', () => {
    const foreign = signHead({ ...head, origin: 'elsewhere' }, signs);
    expect(problemOf(signedHead(foreign, verifies))).toContain('a head of elsewhere');
  });

  it('stand in a file one behind the other, with empty lines between or none', () => {
    expect(notesIn('')).toEqual([]);
    expect(notesIn(`${note}\n${note}${note}\n\n`)).toEqual([note, note, note]);
    const cut = note.slice(0, 30);
    expect(notesIn(`${note}\n${cut}`)).toEqual([note, cut]);
  });
});

describe('heads as text', () => {
  it('are read back as they were written', () => {
    expect(got(headOfText(textOfHead(head)))).toEqual(head);
  });

  it.each([
    'a\n1\n',
    `\n1\n${'A'.repeat(43)}=\n`,
    `a\n01\n${'A'.repeat(43)}=\n`,
    `a\n-1\n${'A'.repeat(43)}=\n`,
    `a\n9999999999999999\n${'A'.repeat(43)}=\n`,
    'a\n1\nAAAA\n',
    `a\n1\n${'A'.repeat(42)}B=\n`,
    `a b\n1\n${'A'.repeat(43)}=\n`,
  ])('%j is none', (text) => {
    expect(isLeft(headOfText(text))).toBe(true);
  });
});
