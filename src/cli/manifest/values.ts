import { closestTo } from '../../../domain/foundation/closest.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import {
  type AmountReader,
  exactCpuMilli,
  exactGpuMilli,
  exactMemoryBytes,
  exactMemoryMib,
} from '../exact-amounts.ts';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';
import { type Place, refuseAt, scalarAt, scalarTextAt, seen } from './place.ts';

/** One of some words. */
export const wordAt = <const Word extends string>(place: Place, words: readonly Word[]): Word => {
  const text = scalarTextAt(place);
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  const close = closestTo(text, words);
  const remedy =
    close.length === 0 ? `write one of ${words.join(', ')}` : `did you mean ${close.join(' or ')}?`;
  return refuseAt(place, `${seen(place)} is none of the words that are known here`, remedy);
};

/** Yes or no. */
export const flagAt = (place: Place): boolean => {
  const value = scalarAt(place);
  return typeof value === 'boolean'
    ? value
    : refuseAt(place, `${seen(place)} stands where true or false should`, 'write true or false');
};

/** A whole number. */
export const wholeAt = (place: Place, least = 0): number => {
  const value = scalarAt(place);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
    ? value
    : refuseAt(
        place,
        `${seen(place)} stands where a whole number should`,
        `write a whole number, ${least} or more`,
      );
};

const amountAt =
  (measure: AmountReader, form: string) =>
  (place: Place): number => {
    const read = measure(scalarTextAt(place));
    if (!isLeft(read)) return read.right;
    const { _tag, text, problem, remedy } = read.left;
    const isUnreadable = _tag === 'QuantityUnreadable';
    return refuseAt(place, `'${text}' ${problem}`, isUnreadable ? `write ${form}` : remedy);
  };

/** GPUs. @unit thousandths of a card */
export const gpuMilliAt = amountAt(exactGpuMilli, 'GPUs such as 8 or 0.5');
/** Cores. @unit millicores */
export const cpuMilliAt = amountAt(exactCpuMilli, 'cores such as 4, 1.5 or 500m');
/** Memory. @unit bytes */
export const memoryBytesAt = amountAt(exactMemoryBytes, 'memory such as 512Mi or 16Gi');
/** Memory that is counted in MiB. @unit MiB */
export const memoryMibAt = amountAt(exactMemoryMib, 'memory such as 512Mi or 16Gi');

/** An amount or −1 for "no bound", by the reader of its unit. */
export const boundAt =
  (reader: (place: Place) => number) =>
  (place: Place): number =>
    scalarAt(place) === -1 ? -1 : reader(place);

const durationForm =
  /^(?:(\d{1,6})d)?(?:(\d{1,8})h)?(?:(\d{1,9})m)?(?:(\d{1,10}(?:\.\d{1,3})?)s)?(?:(\d{1,12})ms)?$/;

/** A duration such as `90s`, `1h30m`, or a number of seconds. @unit ms */
export const durationAt = (place: Place): number => {
  const text = scalarTextAt(place);
  const parts = durationForm.exec(/^\d+$/.test(text) ? `${text}s` : text);
  if (text === '' || parts === null) {
    return refuseAt(place, `${seen(place)} is no duration`, 'write 90s, 5m, 1h30m or 2d');
  }
  const [, d = 0, h = 0, m = 0, s = 0, ms = 0] = parts.map((part) => Number(part ?? 0));
  return Math.round(((d * 24 + h) * 60 + m) * 60_000 + s * 1000 + ms);
};

const several = /^([1-9]\d{0,3})x(.+)$/;

/** GPUs of a pod: whole ones (`2`), a share of one (`0.5`), or a share of several (`2x0.5`). */
export const gpusAt = (place: Place): Pick<PodRequest, 'gpuDevices' | 'gpuMilli'> => {
  const text = scalarTextAt(place);
  const parts = several.exec(text);
  const read = exactGpuMilli(parts?.[2] ?? text);
  const milli = isLeft(read) ? -1 : read.right;
  if (parts !== null && milli > 0 && milli <= 1000) {
    return { gpuDevices: Number(parts[1]), gpuMilli: milli };
  }
  if (parts === null && milli >= 0 && milli % 1000 === 0) {
    return { gpuDevices: milli / 1000, gpuMilli: milli === 0 ? 0 : 1000 };
  }
  if (parts === null && milli > 0 && milli < 1000) return { gpuDevices: 1, gpuMilli: milli };
  return refuseAt(
    place,
    `${seen(place)} is neither whole GPUs nor a share of each`,
    'write whole ones such as 2, a share of one such as 0.5, or "2x0.5" for half of each',
  );
};
