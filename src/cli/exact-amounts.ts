import { type Either, isLeft, left } from '../../domain/foundation/fp.ts';
import {
  compareQuantities,
  cpuMilliOf,
  cpuText,
  gpuMilliOf,
  gpuText,
  memoryBytesOf,
  memoryText,
  parseQuantity,
  type QuantityRejection,
} from '../../domain/foundation/quantity.ts';

/** Reads an amount, or says why it is none. */
export type AmountReader = (text: string) => Either<QuantityRejection, number>;

/** The domain rounds up what is finer than it counts; what was asked must not change unseen. */
const exactly =
  (read: AmountReader, write: (units: number) => string, finest: string): AmountReader =>
  (text) => {
    const units = read(text);
    if (isLeft(units)) return units;
    const rounded = write(units.right);
    if (isSame(text, rounded)) return units;
    return left({
      _tag: 'QuantityOutOfRange',
      text,
      problem: `is finer than ${finest}`,
      remedy: `write ${rounded}, or another multiple of ${finest}`,
    });
  };

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  return !isLeft(a) && !isLeft(b) && compareQuantities(a.right, b.right) === 0;
};

/** Reads GPUs. @unit thousandths of a card */
export const exactGpuMilli = exactly(gpuMilliOf, gpuText, '0.001 of a GPU');

/** Reads cores. @unit millicores */
export const exactCpuMilli = exactly(cpuMilliOf, cpuText, '1m of a core');

/** Reads memory. @unit bytes */
export const exactMemoryBytes = exactly(memoryBytesOf, memoryText, 'a byte');

const bytesPerMib = 1_048_576;

/** Reads memory that is counted in MiB. @unit MiB */
export const exactMemoryMib = exactly(
  (text) => {
    const bytes = exactMemoryBytes(text);
    return isLeft(bytes) ? bytes : { ...bytes, right: Math.ceil(bytes.right / bytesPerMib) };
  },
  (mib) => `${mib}Mi`,
  '1Mi',
);
