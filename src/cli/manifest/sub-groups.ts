import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import { type Fields, fieldsAt } from './fields.ts';
import { itemsAt, type Place, refuseAt, scalarTextAt } from './place.ts';
import { cpuMilliAt, gpusAt, memoryBytesAt, wholeAt } from './values.ts';

/** What each pod asks for; what is not said is not asked for. */
const podRequestOf = ({ get }: Fields): PodRequest => {
  const [gpu, cpu, memory] = [get('gpu'), get('cpu'), get('memory')];
  return {
    ...(gpu === undefined ? { gpuDevices: 0, gpuMilli: 0 } : gpusAt(gpu)),
    cpuMilli: cpu === undefined ? 0 : cpuMilliAt(cpu),
    memoryBytes: memory === undefined ? 0 : memoryBytesAt(memory),
  };
};

/** The sub-groups of a workload: sets of equal pods. */
const subGroupsAt = (place: Place): readonly SubGroup[] =>
  itemsAt(place).map((item) => {
    const fields = fieldsAt(item, ['name', 'pods', 'gpu', 'cpu', 'memory']);
    const pods = fields.get('pods');
    return {
      name: scalarTextAt(fields.need('name', 'a name of its own')),
      pods: pods === undefined ? 1 : wholeAt(pods, 1),
      request: podRequestOf(fields),
    };
  });

/** The pods of a workload: one set of equal ones, or those of its sub-groups. */
export const groupsAt = (spec: Fields): readonly SubGroup[] => {
  const place = spec.get('subGroups');
  if (place === undefined) {
    const pods = spec.get('pods');
    return [
      {
        name: 'main',
        pods: pods === undefined ? 1 : wholeAt(pods, 1),
        request: podRequestOf(spec),
      },
    ];
  }
  for (const name of ['gpu', 'cpu', 'memory', 'pods']) {
    const own = spec.get(name);
    if (own !== undefined) {
      refuseAt(own, `'${name}' stands beside subGroups`, 'say it in each of the sub-groups');
    }
  }
  return subGroupsAt(place);
};
