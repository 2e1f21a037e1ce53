import type { Gang, PodRequest, SubGroup } from '../domain/foundation/shapes.ts';
import { cards } from './asking.ts';
import type { KueueQueues, KueueWorkload } from './peer-scenarios.ts';
import type { Job } from './virtual-time.ts';

/** A quantity of quota. @unit thousandths of a unit: `500m` is 500 */
export const milliOf = (text: number | string): number => {
  const written = String(text);
  return written.endsWith('m') ? Number(written.slice(0, -1)) : 1000 * Number(written);
};

/** Kueue counts quota only: here a unit is one card, and a workload of many units has a pod for each. */
export const byCards = ({ request }: KueueWorkload): Pick<Job['asked'], 'subGroups'> => ({
  subGroups: [{ name: 'main', pods: milliOf(request) / 1000, request: cards(1) }],
});

const slicesOf = ({ podCount = 1, sliceSize = podCount, request }: KueueWorkload) => {
  const asked: PodRequest = { ...cards(0), cpuMilli: milliOf(request) };
  return Array.from({ length: podCount / sliceSize }, (_, at): SubGroup => {
    const name = sliceSize === podCount ? 'main' : `slice-${at}`;
    return { name, pods: sliceSize, request: asked };
  });
};

/**
 * Pods on nodes with a topology: required or preferred levels for all of them; balanced ones are cut into slices, each of
 * them together on the level.
 */
export const byNodes =
  (topology: string) =>
  (workload: KueueWorkload): Pick<Job['asked'], 'subGroups' | 'gang'> => {
    const { tasConstraint, tasLevel = '' } = workload;
    const subGroups = slicesOf(workload);
    const required = { topology, required: tasLevel };
    const isSliced = tasConstraint === 'balanced';
    const gang: Gang = {
      podSets: subGroups.map(({ name, pods }) => ({
        name,
        minPods: pods,
        ...(isSliced ? { topology: required } : {}),
      })),
      groups: [],
      topology: tasConstraint === 'required' ? required : { topology, preferred: tasLevel },
    };
    return { subGroups, gang };
  };

/** How a workload of Kueue is asked for here. */
export type Shaping = (workload: KueueWorkload) => Pick<Job['asked'], 'subGroups' | 'gang'>;

/** All that is submitted to one queue, with when. */
export const jobsOf = (queueId: string, queues: KueueQueues, shape: Shaping): Job[] =>
  queues.workloadsSets.flatMap(({ count, creationIntervalMs, workloads }, set) =>
    Array.from({ length: count }, (_, at) =>
      workloads.map((workload, which): Job => ({
        asked: {
          id: `${queueId}/${set}-${which}-${at}`,
          age: at * creationIntervalMs,
          queueId,
          priority: workload.priority,
          ...shape(workload),
        },
        className: workload.className,
        atMs: at * creationIntervalMs,
        runMs: workload.runtimeMs,
      })),
    ).flat(),
  );
