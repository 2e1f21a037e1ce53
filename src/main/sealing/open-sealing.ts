import { existsSync } from 'node:fs';
import type { KeysUnusable } from '../../../adapters/ports/seals.ts';
import { openSeals } from '../../../adapters/sealed-fields/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { Config } from '../config/index.ts';
import type { Sealing } from './seal-ask.ts';
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
