import { existsSync } from 'node:fs';
import type { KeysUnusable, Seals } from '../../../adapters/ports/seals.ts';
import { openSeals } from '../../../adapters/sealed-fields/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Confidential } from '../../../domain/workload/index.ts';
import { type ReadFact, type ReadFault, readPage } from '../../app/read.ts';
import type { Config } from '../config/index.ts';
import { withLedger } from '../ledger-file.ts';
import { openedConfidential, type Sealing } from './seal-ask.ts';
import { keyFileOf } from './shred.ts';

/** How a configured brain seals: new submissions where it is told to, and what was sealed before is opened. */
export const sealingOf = async ({
  ledger,
  isProtecting,
}: Pick<Config, 'ledger' | 'isProtecting'>): Promise<Either<KeysUnusable, Sealing | undefined>> => {
  if (ledger.kind !== 'file') return right(undefined);
  const keyFile = keyFileOf(ledger.path);
  if (!isProtecting && !existsSync(keyFile)) return right(undefined);
  const seals = await openSeals(keyFile);
  return isLeft(seals) ? seals : right({ seals: seals.right, isOn: isProtecting });
};

/** What was sealed of a submission, or why it cannot be read; `undefined` where nothing was. */
export const confidentialIn = async (
  ledger: string,
  id: string,
): Promise<Either<ReadFault | KeysUnusable, Confidential | string | undefined>> => {
  const subject = `workload/${id}`;
  const found = await withLedger<ReadFault, readonly ReadFact[]>(ledger, 'read', (log) =>
    readPage({ read: (after, max) => log.readSubject(subject, after, max) }, 0, 1),
  );
  if (isLeft(found)) return found;
  const sealed = found.right[0]?.fact.protected;
  if (sealed === undefined) return right(undefined);
  const seals = await sealsBeside(ledger);
  return isLeft(seals) ? seals : right(openedConfidential(seals.right, subject, sealed));
};

/** What opens sealed parts of a ledger file, where its keys lie beside it. */
const sealsBeside = async (ledger: string): Promise<Either<KeysUnusable, Seals | undefined>> => {
  const keyFile = keyFileOf(ledger);
  return existsSync(keyFile) ? openSeals(keyFile) : right(undefined);
};
