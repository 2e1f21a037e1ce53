import type { Vector } from '../../../adapters/traces/index.ts';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';

/** Plugins of the peer that change nothing which a policy says. */
const silent = new Set([
  'predicates',
  'priority',
  'proportion',
  'elastic',
  'resourcetype',
  'nodeavailability',
  'podaffinity',
  'gpusharingorder',
  'gpupack',
  'kubeflow',
  'ray',
  'subgrouporder',
  'taskorder',
  'nominatednode',
  'dynamicresources',
  'minruntime',
  'topology',
  'snapshot',
  'reflectjoborder',
]);

type Layout = 'binpack' | 'spread';

const layoutOf = (word: unknown): Layout | undefined =>
  word === 'binpack' || word === 'spread' ? word : undefined;

/** The policy that a case is played under. @throws Error naming a plugin that nobody knows */
export const policyOf = (vector: Vector): Policy => {
  let gpuPlacement: Layout = 'binpack';
  let cpuPlacement: Layout = 'binpack';
  for (const { Plugins } of vector.config?.Tiers ?? [])
    for (const { Name, Arguments = {} } of Plugins)
      if (Name === 'nodeplacement') {
        gpuPlacement = layoutOf(Arguments['gpu']) ?? gpuPlacement;
        cpuPlacement = layoutOf(Arguments['cpu']) ?? cpuPlacement;
      } else if (Name === 'gpuspread') gpuPlacement = 'spread';
      else if (!silent.has(Name)) throw new Error(`no plugin is called ${JSON.stringify(Name)}`);
  return {
    ...defaultPolicy,
    version: 'vectors',
    gpuPlacement,
    cpuPlacement,
    staleGraceMs: vector.mode === 'single' ? 60_000 : 0,
    usage: { ...defaultPolicy.usage, factorMilli: 0 },
    bounds: { victimsMax: 100_000, consolidationVictimsMax: -1, queueDepthMax: -1 },
  };
};
