import type { DataOf } from '../../../../domain/workload/index.ts';
import { computeOf } from './compute.ts';
import { containerSaid, namedOf } from './container.ts';
import { nearnessSaid } from './nearness.ts';
import { placementSaid } from './placement.ts';
import { podsSaid } from './pods-asked.ts';
import { frameworkAnnotation, isTypeName, priorityWordOf, typeWords } from './words.ts';

type Submitted = DataOf<'WorkloadSubmitted'>;

/** A submission as Run:ai writes it: sent again under another name it asks for the same. */
export const specSaid = (asked: Submitted): object => {
  const { workloadType: type, annotations = {}, labels, graceMs, timeToLiveMs } = asked;
  const { [frameworkAnnotation]: framework, ...others } = annotations;
  const priorityClass = priorityWordOf(asked.priority);
  return {
    ...containerSaid(asked.container),
    ...podsSaid(type, asked),
    ...placementSaid(asked),
    ...nearnessSaid(asked),
    ...(priorityClass === undefined ? {} : { priorityClass }),
    preemptibility: preemptibilityOf(asked),
    category: isTypeName(type) ? typeWords[type].category : undefined,
    ...(asked.backoffLimit === undefined ? {} : { backoffLimit: asked.backoffLimit }),
    ...(timeToLiveMs === undefined
      ? {}
      : { autoDeletionTimeAfterCompletionSeconds: timeToLiveMs / 1000 }),
    ...(graceMs === undefined ? {} : { terminationGracePeriodSeconds: graceMs / 1000 }),
    ...(labels === undefined ? {} : { labels: namedOf(labels) }),
    ...(Object.keys(others).length === 0 ? {} : { annotations: namedOf(others) }),
    ...(framework === undefined ? {} : { distributedFramework: framework }),
  };
};

const preemptibilityOf = ({ preemptible, semiPreemptible }: Submitted): string => {
  if (preemptible) return 'preemptible';
  return semiPreemptible === true ? 'semi-preemptible' : 'non-preemptible';
};

/** What the leader of distributed work has of its own, as Run:ai writes it. */
export const masterSaid = ({ workloadType, subGroups }: Submitted): object => {
  if (workloadType !== 'distributed') return {};
  const master = subGroups.find(({ name }) => name === 'master');
  const worker = subGroups.find(({ name }) => name === 'worker');
  const isSame =
    master !== undefined && JSON.stringify(master.request) === JSON.stringify(worker?.request);
  return {
    masterSpecSameAsWorker: isSame,
    ...(isSame || master === undefined
      ? {}
      : { masterSpec: { compute: computeOf(master.request) } }),
  };
};
