import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import type { NodeRefusal, NodesAsked, QueuePlace } from '../../../domain/allocation/index.ts';
import type { Amounts } from '../../../domain/foundation/shapes.ts';
import { type Cause, cause } from './cause.ts';

/** Devices, as nearly every question is about them; cores and memory where no devices are. */
export const amountsText = ({ gpuMilli, cpuMilli, memoryMib }: Amounts): string =>
  gpuMilli !== 0 || (cpuMilli === 0 && memoryMib === 0)
    ? amountText(gpuMilli, 'gpuMilli')
    : `${amountText(cpuMilli, 'cpuMilli')} and ${amountText(memoryMib, 'memoryMib')}`;

const gpus = (amounts: Amounts): string => amountText(amounts.gpuMilli, 'gpuMilli');

/** What a queue holds and what it is promised, as one sentence. */
export const figuresText = (
  queue: Pick<QueuePlace, 'queueId' | 'allocated' | 'deserved' | 'fairShare' | 'limit'>,
): string =>
  `Queue ${queue.queueId} held ${gpus(queue.allocated)}: quota ${gpus(queue.deserved)}, ` +
  `fair share ${gpus(queue.fairShare)}, limit ${gpus(queue.limit)}.`;

/** Where a queue stands among its siblings. */
export const queueCause = (queue: QueuePlace): Cause => {
  const { siblingsBefore: before, siblingsWaiting: waiting } = queue;
  const place =
    waiting < 2
      ? 'nobody beside it waits'
      : `${before === 0 ? 'none' : before} of ${waiting} with waiting work are served before it`;
  return cause(
    `Queue ${queue.queueId} holds ${gpus(queue.allocated)} of the ${gpus(queue.requested)} that it wants: ` +
      `quota ${gpus(queue.deserved)}, fair share ${gpus(queue.fairShare)}, limit ${gpus(queue.limit)}; ${place}.`,
    [],
    { figures: { ...queue } },
  );
};

const refusalWords: Readonly<Record<string, string>> = {
  lost: 'do not answer',
  cordoned: 'are cordoned',
  selector: 'lack the labels asked for',
  taint: 'have a taint that it does not tolerate',
  mig: 'have their devices partitioned otherwise',
  'memory-unknown': 'have devices whose memory nobody knows',
  claims: 'lack the devices of its claims',
  resources: 'lack a resource that it names',
  'fewer-gpus-than-asked': 'have fewer GPUs than a pod asks for',
  'gpus-in-use': 'have too few GPUs free',
  'cpu-in-use': 'have too little CPU free',
  'memory-in-use': 'have too little memory free',
  'too-many-pods': 'have as many pods as they may',
  'no-room': 'have no room',
};

const refusalText = ({ reason, nodes, examples }: NodeRefusal): string => {
  const named = examples.join(', ');
  const more = nodes > examples.length ? ` and ${nodes - examples.length} more` : '';
  return `${nodes} ${refusalWords[reason] ?? `say ${reason}`} (${named}${more})`;
};

/** What the nodes say to equal pods: how many find room, and how many nodes refuse them for which reason. */
export const nodesCause = (one: NodesAsked): Cause => {
  const refused = one.refusals.map(refusalText).join('; ');
  const fit = `Of ${countText(one.podsAsked, 'pod')} of ${one.subGroup}, ${Math.min(one.podsFit, one.podsAsked)} would find room on the ${countText(one.nodes, 'node')}`;
  return cause(refused === '' ? `${fit}.` : `${fit}: ${refused}.`, [], { figures: { ...one } });
};
