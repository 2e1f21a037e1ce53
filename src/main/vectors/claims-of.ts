import type { Vector } from '../../../adapters/traces/index.ts';

/** A claim as the kernel is told of it. @shape `queueId` empty: any queue's pods may use it */
export interface ClaimTold {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly queueId: string;
}

/** No queue is called so: what only it may use is refused to all. */
const nobody = '(no queue)';
const queueLabel = 'kai.scheduler/queue';

/** The claims of a case: one on GPUs is for the queue that its label names, and without a label for nobody. */
export const claimsOf = ({ cluster }: Vector): readonly ClaimTold[] =>
  (cluster.claims ?? []).map(({ Name, DeviceClassName, Count, Labels = {} }) => ({
    name: Name,
    deviceClass: DeviceClassName,
    count: Count,
    queueId: isOfGpus(DeviceClassName) ? (Labels[queueLabel] ?? nobody) : '',
  }));

const isOfGpus = (deviceClass: string): boolean =>
  /(^|[^a-z0-9])gpus?($|[^a-z0-9])/.test(deviceClass);
