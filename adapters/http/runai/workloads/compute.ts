import { isLeft } from '../../../../domain/foundation/fp.ts';
import { memoryBytesOf, memoryText } from '../../../../domain/foundation/quantity.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import type { Errors } from '../errors.ts';
import { gpusOf, gpusSaid } from './gpus.ts';
import { notYetCompute } from './not-yet.ts';
import { refuseMembers } from '../refused.ts';
import type { Compute } from './spec-parts.ts';

/** What one pod asks for. @unit Run:ai: GPUs, cores, Kubernetes' amounts; Berth: thousandths of a card, millicores, bytes */
export const requestOf = (
  said: Compute | null | undefined,
  pointer: string,
  errors: Errors,
): PodRequest => {
  const compute = said ?? {};
  refuseMembers(compute, notYetCompute, { pointer, errors });
  return {
    ...gpusOf(compute, pointer, errors),
    cpuMilli: Math.ceil(Number(((compute.cpuCoreRequest ?? 0) * 1000).toFixed(6))),
    memoryBytes: memoryOf(compute.cpuMemoryRequest ?? '0', `${pointer}/cpuMemoryRequest`, errors),
    ...extendedOf(compute, `${pointer}/extendedResources`, errors),
  };
};

/** Whatever else nodes count; what a template is to leave out is not asked for. */
const extendedOf = (
  { extendedResources }: Compute,
  pointer: string,
  errors: Errors,
): Pick<PodRequest, 'resources'> => {
  const counts = new Map<string, number>();
  for (const [k, { resource, quantity, exclude }] of (extendedResources ?? []).entries()) {
    const read = memoryBytesOf(quantity);
    if (exclude === true || (!isLeft(read) && read.right === 0)) continue;
    if (isLeft(read)) errors.add(`${pointer}/${k}/quantity`, quantity, read.left);
    else if (counts.has(resource)) errors.add(`${pointer}/${k}/resource`, resource, twice);
    else counts.set(resource, read.right);
  }
  return counts.size === 0 ? {} : { resources: Object.fromEntries(counts) };
};

const twice = { problem: 'is there twice', remedy: 'say it once, with the sum' };

const memoryOf = (text: string, pointer: string, errors: Errors): number => {
  const read = memoryBytesOf(text);
  if (!isLeft(read)) return read.right;
  errors.add(pointer, text, read.left);
  return 0;
};

/** What one pod asks for, as Run:ai writes it. */
export const computeOf = (request: PodRequest): object => {
  const { cpuMilli, memoryBytes, resources } = request;
  return {
    ...gpusSaid(request),
    cpuCoreRequest: cpuMilli / 1000,
    cpuMemoryRequest: memoryText(memoryBytes),
    ...(resources === undefined ? {} : { extendedResources: extendedSaid(resources) }),
  };
};

const extendedSaid = (resources: Readonly<Record<string, number>>): readonly object[] =>
  Object.entries(resources).map(([resource, count]) => ({ resource, quantity: `${count}` }));
