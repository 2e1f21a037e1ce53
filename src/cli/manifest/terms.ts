import type { BoundAsked, TermsAsked } from '../../../domain/queue/index.ts';
import { fieldsAt, membersAt } from './fields.ts';
import { type Place, refuseAt } from './place.ts';
import { boundAt, cpuMilliAt, durationAt, gpuMilliAt, memoryMibAt, wholeAt } from './values.ts';

/** What a grant asks besides quotas: `{ minRunTime: { preempt: 10m }, maxRunTime: 2d, lends: { gpu: 2 }, bounds: … }`. */
export const termsAt = (place: Place): TermsAsked => {
  const { get } = fieldsAt(place, ['minRunTime', 'maxRunTime', 'lends', 'bounds']);
  const [minRun, maxRun, lends, bounds] = [
    get('minRunTime'),
    get('maxRunTime'),
    get('lends'),
    get('bounds'),
  ];
  return {
    ...(minRun === undefined ? {} : minRunAt(minRun)),
    ...(maxRun === undefined ? {} : { maxRunMs: someTimeAt(maxRun) }),
    ...(lends === undefined ? {} : { lendingMax: lendingAt(lends) }),
    ...(bounds === undefined ? {} : { others: boundsAt(bounds) }),
  };
};

const minRunAt = (place: Place): TermsAsked => {
  const { get } = fieldsAt(place, ['preempt', 'reclaim']);
  const [preempt, reclaim] = [get('preempt'), get('reclaim')];
  return {
    ...(preempt === undefined ? {} : { preemptMinRunMs: durationAt(preempt) }),
    ...(reclaim === undefined ? {} : { reclaimMinRunMs: durationAt(reclaim) }),
  };
};

const someTimeAt = (place: Place): number => {
  const ms = durationAt(place);
  return ms > 0 ? ms : refuseAt(place, 'nothing runs for no time', 'write 12h, or leave it out');
};

const lendingAt = (place: Place): NonNullable<TermsAsked['lendingMax']> => {
  const { get } = fieldsAt(place, ['gpu', 'cpu', 'memory']);
  const [gpu, cpu, memory] = [get('gpu'), get('cpu'), get('memory')];
  return {
    ...(gpu === undefined ? {} : { gpuMilli: gpuMilliAt(gpu) }),
    ...(cpu === undefined ? {} : { cpuMilli: cpuMilliAt(cpu) }),
    ...(memory === undefined ? {} : { memoryMib: memoryMibAt(memory) }),
  };
};

const boundsAt = (place: Place): Readonly<Record<string, BoundAsked>> =>
  Object.fromEntries(
    membersAt(place).map(([name, at]) => {
      const amountAt = boundAt(name.startsWith('gpu:') ? gpuMilliAt : (one) => wholeAt(one));
      const { get } = fieldsAt(at, ['quota', 'limit']);
      const [quota, limit] = [get('quota'), get('limit')];
      const bound = {
        ...(quota === undefined ? {} : { quota: amountAt(quota) }),
        ...(limit === undefined ? {} : { limit: amountAt(limit) }),
      };
      return [name, bound];
    }),
  );
