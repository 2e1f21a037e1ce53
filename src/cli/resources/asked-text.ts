import { migProfileOf } from '../../../domain/foundation/device-slices.ts';
import type { Gang, PodRequest, TopologyConstraint } from '../../../domain/foundation/shapes.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { bytesText, milliText } from '../print/index.ts';

const bytesPerMib = 1_048_576;

/** What the pods of a sub-group ask for, in a line. */
export const askedText = ({ name, pods, request }: WorkloadRow['subGroups'][number]): string => {
  const { cpuMilli, memoryBytes } = request;
  const basics = `${milliText(cpuMilli)} CPU cores, ${bytesText(memoryBytes)}`;
  return [`${name}: ${pods} × ${gpusText(request)}, ${basics}`, ...othersOf(request)].join(', ');
};

const gpusText = ({ gpuDevices, gpuMilli, gpuMemoryMib, mig }: PodRequest): string => {
  const slices = Object.entries(mig ?? {}).map(
    ([slice, count]) => `${count} ${migProfileOf(slice)}`,
  );
  if (slices.length > 0) return slices.join(', ');
  if (gpuMemoryMib !== undefined) {
    return `${bytesText(gpuMemoryMib * bytesPerMib)} of ${gpuDevices} GPUs`;
  }
  return gpuMilli === 1000 || gpuDevices === 0
    ? `${gpuDevices} GPUs`
    : `${milliText(gpuMilli)} of ${gpuDevices} GPUs`;
};

const othersOf = ({ resources, claims = [], hostPorts = [] }: PodRequest): readonly string[] => [
  ...Object.entries(resources ?? {}).map(([resource, count]) => `${count} ${resource}`),
  ...(claims.length === 0 ? [] : [`claims ${claims.join(' ')}`]),
  ...(hostPorts.length === 0
    ? []
    : [`ports ${hostPorts.map(({ port, protocol }) => `${port}/${protocol}`).join(' ')}`]),
];

/** Which pods stand or fall together, in lines. */
export const gangTexts = ({ podSets, groups, topology }: Gang): readonly string[] => [
  ...(topology === undefined ? [] : [`all: ${constraintText(topology)}`]),
  ...groups.map(({ name, parent, topology: own }) =>
    [`group ${name}`, ...inside(parent), ...sharing(own)].join(', '),
  ),
  ...podSets.map(({ name, minPods, group, topology: own }) =>
    [`${name}: at least ${minPods}`, ...inside(group), ...sharing(own)].join(', '),
  ),
];

const inside = (group: string | undefined): readonly string[] =>
  group === undefined ? [] : [`in ${group}`];

const sharing = (topology: TopologyConstraint | undefined): readonly string[] =>
  topology === undefined ? [] : [constraintText(topology)];

const constraintText = ({ topology, required, preferred }: TopologyConstraint): string => {
  const parts = [
    ...(required === undefined ? [] : [`one ${required}`]),
    ...(preferred === undefined ? [] : [`if possible one ${preferred}`]),
  ];
  return `${parts.join(', ')} of ${topology}`;
};
