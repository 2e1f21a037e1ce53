import { existsSync } from 'node:fs';
import { type Destroyed, destroyKeys } from '../../../adapters/sealed-fields/index.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { KeysUnusable } from '../../../adapters/ports/seals.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { readPage, type ReadFault } from '../../app/read.ts';
import { refused, refusedFile } from '../config/refusal.ts';
import { withLedger } from '../ledger-file.ts';

/** Where the keys of a ledger file lie unless said otherwise: beside it, and no part of it. */
export const keyFileOf = (ledger: string): string => `${ledger}-keys`;

/** What keeps a subject from being shredded. */
export type ShredFault = ReadFault | InputFault | KeysUnusable;

/** What was sealed about a subject, and what became of its keys. */
export interface Shredded extends Destroyed {
  readonly subject: string;
  /** Facts with a sealed part. */
  readonly facts: number;
  readonly keyFile: string;
}

/**
 * Destroys the keys of all that was sealed about a subject. No fact changes: chain, proofs and replays are as before.
 *
 * The ledger is opened as its writer would, so that nobody seals meanwhile.
 */
export const shredSubject = async (
  path: string,
  subject: string,
  keyFile: string = keyFileOf(path),
): Promise<Either<ShredFault, Shredded>> => {
  if (!existsSync(keyFile)) {
    return refusedFile(keyFile, {
      problem: 'there is no file of keys',
      remedy: 'name it with --keys; a ledger that was written without --protect has none',
    });
  }
  return withLedger<ShredFault, Shredded>(path, 'write', async (log) => {
    const sealed: string[] = [];
    let known = 0;
    for (let after = 0; ;) {
      const page = await readPage(
        { read: (at, max) => log.readSubject(subject, at, max) },
        after,
        512,
      );
      if (isLeft(page)) return page;
      if (page.right.length === 0) break;
      for (const { fact } of page.right) {
        known += 1;
        after = fact.revision;
        if (fact.protected !== undefined) sealed.push(fact.protected);
      }
    }
    if (known === 0) {
      return refused({ _tag: 'Flag', flag: '<subject>' }, undefined, {
        problem: `no fact is about ${subject}`,
        remedy: 'say kind/id, such as workload/bert-7',
      });
    }
    const destroyed = await destroyKeys(keyFile, sealed);
    return isLeft(destroyed)
      ? destroyed
      : right({ subject, facts: sealed.length, keyFile, ...destroyed.right });
  });
};
