import { gpuMilliFreeOf, type NodeRow, nodeStateOf } from '../../../projections/node-list/view.ts';
import { migProfileOf } from '../../../domain/foundation/device-slices.ts';
import { type Described, instantText, mibText, milliText } from '../print/index.ts';
import { holderText } from './holders.ts';
import {
  cpuText,
  gpusText,
  memoryText,
  type NodeLine,
  reasonText,
  sinceText,
} from './node-columns.ts';

/** What `berth node describe` prints. */
export const linesOf = (line: NodeLine): readonly Described[] => {
  const { row, holders } = line;
  return [
    { key: 'node', value: row.id },
    { key: 'name', value: row.name },
    { key: 'cluster', value: row.clusterId },
    { key: 'node pool', value: row.nodePoolId },
    { key: 'state', value: `${nodeStateOf(row)} for ${sinceText(line)}` },
    { key: 'reason', value: reasonText(row) },
    { key: 'GPU type', value: row.gpuModel },
    { key: 'GPU memory', value: `${mibText(row.gpuMemoryMib)} each` },
    { key: 'GPUs', value: `${gpusText(row)}, ${milliText(gpuMilliFreeOf(row))} free` },
    { key: 'CPU cores', value: cpuText(row) },
    { key: 'memory', value: memoryText(row) },
    { key: 'pods', value: `${row.pods}/${row.podsMax}` },
    ...markLines(row),
    { key: 'workloads', value: holders.map((holder) => holderText(holder, row.id)) },
    { key: 'as of', value: instantText(line.nowMs) },
  ];
};

/** What stands on it, and what its cards hold. */
const markLines = (row: NodeRow): readonly Described[] => [
  { key: 'labels', value: Object.entries(row.labels).map(([key, value]) => `${key}=${value}`) },
  {
    key: 'taints',
    value: row.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
  },
  ...offerLines(row),
  {
    key: 'devices',
    value: row.deviceGpuMilli.map((milli, device) => deviceText(row, device, milli)),
  },
];

/** What few nodes have. */
const offerLines = ({ mig, resources, deviceClasses }: NodeRow): readonly Described[] => [
  ...(mig === undefined
    ? []
    : [{ key: `slices (${mig.strategy})`, value: countTexts(mig.instances, migProfileOf) }]),
  ...(resources === undefined ? [] : [{ key: 'resources', value: countTexts(resources) }]),
  ...(deviceClasses === undefined
    ? []
    : [{ key: 'device classes', value: countTexts(deviceClasses) }]),
];

const countTexts = (
  counts: Readonly<Record<string, number>>,
  nameOf: (name: string) => string = (name) => name,
): readonly string[] => Object.entries(counts).map(([name, count]) => `${count} ${nameOf(name)}`);

const deviceText = (row: NodeRow, device: number, milli: number): string =>
  `${device}: ${row.brokenDevices.includes(device) ? 'broken' : `${milliText(milli)} held`}`;
