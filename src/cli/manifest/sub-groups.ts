import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import { type Fields, fieldsAt, itemsAt, type Place, scalarTextAt } from './place.ts';
import { cpuMilliAt, gpusAt, memoryBytesAt, wholeAt } from './values.ts';

/** What each pod asks for; what is not said is not asked for. */
export const podRequestOf = ({ get }: Fields): PodRequest => {
  const [gpu, cpu, memory] = [get('gpu'), get('cpu'), get('memory')];
  return {
    ...(gpu === undefined ? { gpuDevices: 0, gpuMilli: 0 } : gpusAt(gpu)),
    cpuMilli: cpu === undefined ? 0 : cpuMilliAt(cpu),
    memoryBytes: memory === undefined ? 0 : memoryBytesAt(memory),
  };
};

/** The sub-groups of a workload: sets of equal pods. */
export const subGroupsAt = (place: Place): readonly SubGroup[] =>
  itemsAt(place).map((item) => {
    const fields = fieldsAt(item, ['name', 'pods', 'gpu', 'cpu', 'memory']);
    const pods = fields.get('pods');
    return {
      name: scalarTextAt(fields.need('name', 'a name of its own')),
      pods: pods === undefined ? 1 : wholeAt(pods, 1),
      request: podRequestOf(fields),
    };
  });
