import { existsSync } from 'node:fs';
import type { KeysUnusable, Seals } from '../../../adapters/ports/seals.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Confidential } from '../../../domain/workload/index.ts';

/** What was sealed of a submission, opened by the keys beside a ledger file, or why it cannot be read. */
export const confidentialBeside = async (
  ledger: string,
  id: string,
  sealed: string,
): Promise<Either<KeysUnusable, Confidential | string>> => {
  const seals = await sealsBeside(ledger);
  if (isLeft(seals)) return seals;
  const { openedConfidential } = await import('./seal-ask.ts');
  return right(openedConfidential(seals.right, `workload/${id}`, sealed));
};

/** What opens sealed parts of a ledger file, where its keys lie beside it. */
const sealsBeside = async (ledger: string): Promise<Either<KeysUnusable, Seals | undefined>> => {
  const { openSeals } = await import('../../../adapters/sealed-fields/index.ts');
  const { keyFileOf } = await import('./shred.ts');
  const keyFile = keyFileOf(ledger);
  return existsSync(keyFile) ? openSeals(keyFile) : right(undefined);
};
