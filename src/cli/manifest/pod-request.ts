import { migSliceOf } from '../../../domain/foundation/device-slices.ts';
import { type HostPort, hostPortOf } from '../../../domain/foundation/host-port.ts';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';
import { defined } from './container.ts';
import { type Fields, membersAt } from './fields.ts';
import { itemsAt, type Place, refuseAt, scalarTextAt, seen } from './place.ts';
import { cpuMilliAt, gpusAt, memoryBytesAt, memoryMibAt, wholeAt } from './values.ts';

/** What a document says of each pod of a set. */
export const requestKeys = [
  'gpu',
  'gpuMemory',
  'mig',
  'cpu',
  'memory',
  'resources',
  'claims',
  'hostPorts',
];

/** What each pod asks for; what is not said is not asked for. */
export const podRequestOf = (fields: Fields): PodRequest => {
  const { get } = fields;
  const [cpu, memory] = [get('cpu'), get('memory')];
  return {
    ...gpusOf(fields),
    cpuMilli: cpu === undefined ? 0 : cpuMilliAt(cpu),
    memoryBytes: memory === undefined ? 0 : memoryBytesAt(memory),
    ...defined({
      mig: countsAt(get('mig'), migSliceOf),
      resources: countsAt(get('resources'), (name) => name),
      claims: listAt(get('claims'), scalarTextAt),
      hostPorts: listAt(get('hostPorts'), hostPortAt),
    }),
  };
};

/** GPUs whole or by share, or so many by the memory of each. */
const gpusOf = ({ get }: Fields): Pick<PodRequest, 'gpuDevices' | 'gpuMilli' | 'gpuMemoryMib'> => {
  const [gpu, gpuMemory] = [get('gpu'), get('gpuMemory')];
  if (gpuMemory === undefined) {
    return gpu === undefined ? { gpuDevices: 0, gpuMilli: 0 } : gpusAt(gpu);
  }
  const { gpuDevices, gpuMilli } = gpu === undefined ? oneCard : gpusAt(gpu);
  if (gpu !== undefined && gpuMilli !== 1000) {
    const remedy = 'say how many GPUs here, and how much of each in gpuMemory';
    refuseAt(gpu, `${seen(gpu)} stands besides gpuMemory`, remedy);
  }
  const gpuMemoryMib = memoryMibAt(gpuMemory);
  if (gpuMemoryMib === 0) refuseAt(gpuMemory, 'it is no memory', 'leave it out, or ask for some');
  return { gpuDevices, gpuMilli: 0, gpuMemoryMib };
};

const oneCard = { gpuDevices: 1, gpuMilli: 1000 };

const countsAt = (
  place: Place | undefined,
  nameOf: (key: string) => string,
): Record<string, number> | undefined =>
  place === undefined
    ? undefined
    : Object.fromEntries(membersAt(place).map(([key, at]) => [nameOf(key), wholeAt(at, 1)]));

const listAt = <Item>(
  place: Place | undefined,
  read: (place: Place) => Item,
): Item[] | undefined => (place === undefined ? undefined : itemsAt(place).map(read));

const hostPortAt = (place: Place): HostPort =>
  hostPortOf(scalarTextAt(place)) ??
  refuseAt(place, `${seen(place)} is no port`, 'write 8080, or 53/UDP');
