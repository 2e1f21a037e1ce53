import { memoryText } from '../../../domain/foundation/quantity.ts';

/** What stands in a cell that has no value. */
export const nothing = '-';

/** GPUs, cores or hours in thousandths as people write them: `500` → `0.5`. @unit thousandths */
export const milliText = (milli: number): string => {
  const sign = milli < 0 ? '-' : '';
  const size = Math.abs(milli);
  const rest = String(size % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${sign}${Math.trunc(size / 1000)}${rest === '' ? '' : `.${rest}`}`;
};

/** An amount that may be boundless: −1 → `∞`. @unit thousandths */
export const boundText = (milli: number): string => (milli === -1 ? '∞' : milliText(milli));

/** Thousandths of a whole as per cent with one decimal: `505` → `50.5%`. @unit ‰ */
export const permilleText = (permille: number): string =>
  `${Math.trunc(permille / 10)}.${permille % 10}%`;

const binaryUnits = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** Memory in the largest binary unit that leaves at most one decimal: 4294967296 → `4Gi`. @unit bytes */
export const bytesText = (bytes: number): string => {
  let unit = 0;
  let size = 1;
  while (unit + 1 < binaryUnits.length && bytes >= size * 1024) {
    unit += 1;
    size *= 1024;
  }
  const tenths = Math.round((bytes / size) * 10);
  const rest = tenths % 10;
  return `${Math.trunc(tenths / 10)}${rest === 0 ? '' : `.${rest}`}${binaryUnits[unit] ?? ''}`;
};

/** Memory as `bytesText` writes it; −1 is boundless. @unit MiB */
export const mibText = (mib: number): string => (mib === -1 ? '∞' : bytesText(mib * 1_048_576));

/** An instant as ISO 8601 in UTC, without milliseconds where they are zero. @unit ms since epoch */
export const instantText = (atMs: number | null | undefined): string => {
  if (atMs === undefined || atMs === null) return nothing;
  if (!(Math.abs(atMs) <= 8.64e15)) return `${atMs}ms`;
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
};

/** A count with thousands told apart by commas: `1234567` → `1,234,567`. */
export const countText = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** A text that may be empty, so that columns stay columns. */
export const textOr = (text: string | undefined): string =>
  text === undefined || text === '' ? nothing : text;

/**
 * GPUs and memory of GPUs that are asked for, as one amount: `2`, `40Gi`, `2+40Gi`; how many GPUs memory is, a node says.
 *
 * @unit thousandths of a card, MiB
 */
export const gpusAskedText = (milli: number, memoryMib: number): string => {
  if (memoryMib === 0) return milliText(milli);
  const memory = memoryText(memoryMib * 2 ** 20);
  return milli === 0 ? memory : `${milliText(milli)}+${memory}`;
};
