import type { VectorGroup, VectorJob } from './vector-file-job.ts';
import type { Vector } from './vector-file-shape.ts';

/** What makes no sense in a case whose shape is right. @shape `pointer` into the case */
export interface Nonsense {
  readonly pointer: string;
  readonly problem: string;
}

const quoted = (word: string): string => JSON.stringify(word);

/** Names that two of a list have: the second would take the place of the first. */
const twice = (named: readonly { readonly name: string }[], at: string): readonly Nonsense[] => {
  const seen = new Set<string>();
  return named.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const problem = `${quoted(name)} is there before; give each a name of its own`;
    return [{ pointer: `${at}/${index}/name`, problem }];
  });
};

const setsIn = ({ podSets = [], groups = [] }: VectorGroup): readonly string[] => [
  ...podSets.map(({ name }) => name),
  ...groups.flatMap(setsIn),
];

/** Tasks that stand in no pod set of their job: nobody would ever place them. */
const strayIn = ({ podGroup, tasks }: VectorJob, at: string): readonly Nonsense[] => {
  const found = podGroup === undefined ? [] : setsIn(podGroup);
  const sets = found.length === 0 ? ['default'] : found;
  const isOpen = sets.length === 1 || sets.includes('default');
  return tasks.flatMap(({ podSet }, index) => {
    if (podSet === undefined ? isOpen : sets.includes(podSet)) return [];
    const named = podSet === undefined ? 'no pod set is named' : `no pod set ${quoted(podSet)}`;
    const problem = `${named}; name one of ${sets.map(quoted).join(', ')}`;
    return [{ pointer: `${at}/tasks/${index}/podSet`, problem }];
  });
};

/** Tasks that ask for devices in two ways of which one would be forgotten. */
const doubleIn = ({ tasks }: VectorJob, at: string): readonly Nonsense[] =>
  tasks.flatMap(({ gpuFraction, gpuMemoryMiB }, index) =>
    gpuFraction === undefined || gpuMemoryMiB === undefined
      ? []
      : [
          {
            pointer: `${at}/tasks/${index}/gpuMemoryMiB`,
            problem: 'a part of a device is asked for twice; leave out this or gpuFraction',
          },
        ],
  );

/** The first thing in a case that makes no sense, if there is one. */
export const nonsenseIn = ({ cluster, queues, jobs }: Vector): Nonsense | undefined =>
  [
    ...twice(cluster.nodes, '/cluster/nodes'),
    ...twice(queues, '/queues'),
    ...twice(jobs, '/jobs'),
    ...jobs.flatMap((job, index) => [
      ...twice(job.tasks, `/jobs/${index}/tasks`),
      ...strayIn(job, `/jobs/${index}`),
      ...doubleIn(job, `/jobs/${index}`),
    ]),
  ][0];
