import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';

/** Which facts a reader wants; what is absent does not restrict. */
export interface EventFilter {
  /** A kind (`workload`) or one subject (`workload/train-1`). */
  readonly subject: string | undefined;
  /** Ascending; empty lets every type through. */
  readonly types: readonly string[];
  /** Facts about a project, its workloads and its queues. */
  readonly project: string | undefined;
}

/** The same text for filters that let the same facts through. */
export const keyOf = ({ subject = '', types, project = '' }: EventFilter): string =>
  JSON.stringify([subject, types, project]);

/** Tells whether a fact passes a filter. */
export const passing = (
  filter: EventFilter,
  { views }: Pick<LiveBrain, 'views'>,
): ((fact: BerthRecorded) => boolean) => {
  const { subject, project } = filter;
  const types = new Set(filter.types);
  const [kind, ...rest] = subject?.split('/') ?? [];
  const id = rest.length === 0 ? undefined : rest.join('/');
  return (fact) =>
    (kind === undefined || fact.subject.kind === kind) &&
    (id === undefined || fact.subject.id === id) &&
    (types.size === 0 || types.has(fact.type)) &&
    (project === undefined || projectOf(fact, views) === project);
};

/** The project that a fact belongs to; the views show the fact already. */
const projectOf = (
  { subject: { kind, id } }: BerthRecorded,
  views: LiveBrain['views'],
): string | undefined => {
  switch (kind) {
    case 'workload':
      return views.workloads.rows.get(id)?.projectId;
    case 'project':
      return id;
    case 'queue':
      return id.startsWith('department:') ? undefined : id.split('@')[0];
    case 'ledger':
    case 'policy':
    case 'cluster':
    case 'node-pool':
    case 'node':
    case 'department':
      return undefined;
  }
};
