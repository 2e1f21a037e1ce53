import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);

/** The file of a golden ledger. */
export const ledgerFile = (name: string): URL => new URL(`${name}.jsonl`, here);
/** The digests of all golden ledgers, by name. */
export const digestsFile = new URL('digests.json', here);
/** The shapes that facts had in schemas that are not the present one, by `Type.vN`. */
export const shapesFile = new URL('shapes.json', here);

/** The golden ledgers that lie there. */
export const ledgerNames = (): readonly string[] =>
  readdirSync(here)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.slice(0, -'.jsonl'.length))
    .toSorted();

/** The text of a golden ledger. */
export const ledgerText = (name: string): string => readFileSync(ledgerFile(name), 'utf8');

/** The facts of a golden ledger, as some program has stored them. */
export const linesIn = (name: string): readonly string[] => ledgerText(name).trimEnd().split('\n');

/** The digests as they are listed. */
export const listedDigests = (): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(digestsFile, 'utf8'));

/** The digest of a ledger's text. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const released: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('../../../kernels/digests.json', import.meta.url), 'utf8'),
);

/**
 * Whether a ledger stays as it is for ever: the tree at hand does not write it, or the kernel that it is of is released.
 *
 * @shape the name of a ledger that the tree at hand writes is `kernel-` and the version of its kernel
 */
export const isFrozen = (name: string, isOfThisTree: boolean): boolean =>
  !isOfThisTree || name.slice('kernel-'.length) in released;
