import { migSliceOf } from '../../domain/foundation/device-slices.ts';
import { type Either, isLeft } from '../../domain/foundation/fp.ts';
import { type HostPort, hostPortOf } from '../../domain/foundation/host-port.ts';
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
import type { PodRequest } from '../../domain/foundation/shapes.ts';
import { shown } from './refusal.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import type { PodsText } from './scenario-file-pods.ts';

/** How amounts of one resource are read. */
interface Measure {
  readonly parse: (text: string) => Either<QuantityRejection, number>;
  readonly write: (units: number) => string;
  /** Far beyond any machine; keeps sums over everything in a scenario below 2^53. */
  readonly max: number;
  readonly finest: string;
  /** What may be written, in the words of who writes it. */
  readonly form: string;
  readonly range: string;
}

type Amount = string | number;
type Reader = (page: Page, pointer: string, value: Amount) => number;

const measureReader =
  (measure: Measure): Reader =>
  (page, pointer, value) => {
    const text = String(value);
    const read = measure.parse(text);
    if (isLeft(read)) {
      const isUnreadable = read.left._tag === 'QuantityUnreadable';
      const remedy = `write ${isUnreadable ? measure.form : measure.range}`;
      return refuseAt(page, pointer, { problem: problemOf(text, read.left), remedy });
    }
    const units = read.right;
    if (units > measure.max) {
      const remedy = `write ${measure.range}`;
      return refuseAt(page, pointer, { problem: `${shown(text)} is too much`, remedy });
    }
    if (!isSame(text, measure.write(units))) {
      const problem = `${shown(text)} is finer than ${measure.finest}`;
      const remedy = `write ${measure.write(units)}, or another multiple of ${measure.finest}`;
      return refuseAt(page, pointer, { problem, remedy });
    }
    return units;
  };

/** Beyond what can be counted is too much, whichever units it would be counted in. */
const problemOf = (text: string, { _tag, problem }: QuantityRejection): string =>
  _tag === 'QuantityOutOfRange' && problem !== 'is negative'
    ? `${shown(text)} is too much`
    : `${shown(text)} ${problem}`;

/** Amounts are rounded up when they are read; what was asked must not change unseen. */
const isSame = (text: string, rounded: string): boolean => {
  const asked = parseQuantity(text);
  const taken = parseQuantity(rounded);
  return !isLeft(asked) && !isLeft(taken) && compareQuantities(asked.right, taken.right) === 0;
};

/** Reads GPUs. @unit thousandths of a card @throws InputRefusal */
export const gpuMilliAt = measureReader({
  parse: gpuMilliOf,
  write: gpuText,
  max: 1e9,
  finest: '0.001 of a GPU',
  form: 'GPUs such as 8, 0.5 or "500m"',
  range: 'from 0 to 1000000 GPUs',
});

/** Reads CPU cores. @unit millicores @throws InputRefusal */
export const cpuMilliAt = measureReader({
  parse: cpuMilliOf,
  write: cpuText,
  max: 1e10,
  finest: '1m of a core',
  form: 'cores such as 4, 1.5 or "500m"',
  range: 'from 0 to 10000000 cores',
});

/** Reads memory. @unit bytes @throws InputRefusal */
export const memoryBytesAt = measureReader({
  parse: memoryBytesOf,
  write: memoryText,
  max: 2 ** 52,
  finest: 'a byte',
  form: 'memory such as "512Mi", "16Gi" or "1Ti"',
  range: 'from "0" to "4Pi"',
});

const bytesPerMib = 1024 * 1024;

/** Reads memory that is counted in MiB. @unit MiB @throws InputRefusal */
export const memoryMibAt: Reader = (page, pointer, value) => {
  const bytes = memoryBytesAt(page, pointer, value);
  if (bytes % bytesPerMib === 0) return bytes / bytesPerMib;
  const remedy = `write ${Math.ceil(bytes / bytesPerMib)}Mi, or another multiple of 1Mi`;
  return refuseAt(page, pointer, { problem: `${shown(String(value))} is no whole MiB`, remedy });
};

/** Reads a bound by the reader of its unit; −1 is "no bound". @throws InputRefusal */
export const boundAt =
  (reader: Reader): Reader =>
  (page, pointer, value) =>
    String(value) === '-1' ? -1 : reader(page, pointer, value);

const sharesOfSeveral = /^([1-9]\d{0,3})x(.*)$/;

/** Reads what each pod asks for; what it does not say it does not ask for. @throws InputRefusal */
export const podRequestAt = (page: Page, pointer: string, asked: PodsText): PodRequest => ({
  ...gpusOrMemoryAt(page, pointer, asked),
  cpuMilli: asked.cpu === undefined ? 0 : cpuMilliAt(page, `${pointer}/cpu`, asked.cpu),
  memoryBytes:
    asked.memory === undefined ? 0 : memoryBytesAt(page, `${pointer}/memory`, asked.memory),
  ...(asked.mig === undefined ? {} : { mig: byName(asked.mig, migSliceOf) }),
  ...(asked.resources === undefined ? {} : { resources: asked.resources }),
  ...(asked.claims === undefined ? {} : { claims: asked.claims }),
  ...(asked.hostPorts === undefined
    ? {}
    : {
        hostPorts: asked.hostPorts.map((port, k) =>
          portAt(page, `${pointer}/hostPorts/${k}`, port),
        ),
      }),
});

/** Counts by other names. */
export const byName = (
  counts: Readonly<Record<string, number>>,
  nameOf: (key: string) => string,
): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([key, count]) => [nameOf(key), count]));

const portAt = (page: Page, pointer: string, said: Amount): HostPort =>
  hostPortOf(String(said)) ??
  refuseAt(page, pointer, {
    problem: `${shown(String(said))} is no port`,
    remedy: 'write 8080, or "53/UDP"',
  });

/** GPUs whole or by share, or so many by the memory of each. */
const gpusOrMemoryAt = (
  page: Page,
  pointer: string,
  { gpu, gpuMemory }: PodsText,
): Pick<PodRequest, 'gpuDevices' | 'gpuMilli' | 'gpuMemoryMib'> => {
  if (gpuMemory === undefined) return gpusAt(page, `${pointer}/gpu`, gpu ?? 0);
  const { gpuDevices, gpuMilli } = gpusAt(page, `${pointer}/gpu`, gpu ?? 1);
  if (gpuMilli !== 1000) {
    const problem = `${shown(String(gpu))} stands besides "gpuMemory"`;
    const remedy = 'write how many GPUs in "gpu", and how much of each in "gpuMemory"';
    return refuseAt(page, `${pointer}/gpu`, { problem, remedy });
  }
  const gpuMemoryMib = memoryMibAt(page, `${pointer}/gpuMemory`, gpuMemory);
  return { gpuDevices, gpuMilli: 0, gpuMemoryMib };
};

const gpusAt = (
  page: Page,
  pointer: string,
  asked: Amount,
): Pick<PodRequest, 'gpuDevices' | 'gpuMilli'> => {
  const several = sharesOfSeveral.exec(String(asked));
  const gpuMilli = gpuMilliAt(page, pointer, several?.[2] ?? asked);
  if (several !== null) {
    if (gpuMilli > 0 && gpuMilli <= 1000) return { gpuDevices: Number(several[1]), gpuMilli };
  } else if (gpuMilli % 1000 === 0) {
    return { gpuDevices: gpuMilli / 1000, gpuMilli: gpuMilli === 0 ? 0 : 1000 };
  } else if (gpuMilli < 1000) return { gpuDevices: 1, gpuMilli };
  return refuseAt(page, pointer, {
    problem: `${shown(String(asked))} is neither whole GPUs nor a share of each`,
    remedy: 'write whole ones such as 2, a share of one such as 0.5, or "2x0.5" for half of each',
  });
};
