import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { Errors } from '../errors.ts';

/** The cluster that a body names, else the only one. */
export const clusterIdOf = (
  { views }: LiveBrain,
  { clusterId }: { readonly clusterId?: string | null | undefined },
  errors: Errors,
): string => {
  const ids = [...views.units.clusters.keys()];
  const chosen = clusterId ?? (ids.length === 1 ? ids[0] : undefined);
  if (chosen !== undefined) return chosen;
  errors.add('/clusterId', clusterId, {
    problem: `is not said, and there are ${ids.length} clusters`,
    remedy: ids.length === 0 ? 'register one first' : `say one of ${ids.slice(0, 20).join(', ')}`,
  });
  return '';
};
