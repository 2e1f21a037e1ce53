import type { Vector } from '../../../adapters/traces/index.ts';
import { actions, defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';

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

/** How long a gang may be too small, in tables of one action. */
const graceMs = 60_000;

/** The actions by the peer's names. */
const known = new Set(['allocate', 'consolidation', 'reclaim', 'preempt', 'stalegangeviction']);

type Layout = 'binpack' | 'spread';
type Plugin = NonNullable<Vector['config']>['Tiers'][number]['Plugins'][number];

/** What plugins say that a policy says too. */
interface Settings {
  gpuPlacement: Policy['gpuPlacement'];
  cpuPlacement: Policy['cpuPlacement'];
  saturationMilli: number;
}

const quoted = (word: unknown): string => JSON.stringify(word);

const layoutOf = <Before extends string>(word: unknown, before: Before): Layout | Before => {
  if (word === undefined) return before;
  if (word === 'binpack' || word === 'spread') return word;
  throw new Error(`no layout is called ${quoted(word)}`);
};

/** The multiplier of the reclaim rule, in both of its spellings. */
const multipliers = ['relcaimerSaturationMultiplier', 'reclaimerUtilizationMultiplier'];

const obey = (settings: Settings, plugin: Plugin): void => {
  const { Name: name, Arguments: told = {}, ...switches } = plugin;
  const off = Object.entries(switches).find(([, isOff]) => isOff !== false);
  if (off !== undefined) throw new Error(`plugin ${quoted(name)} cannot have ${quoted(off[0])}`);
  if (name === 'nodeplacement') {
    settings.gpuPlacement = layoutOf(told['gpu'], settings.gpuPlacement);
    settings.cpuPlacement = layoutOf(told['cpu'], settings.cpuPlacement);
  } else if (name === 'gpuspread') settings.gpuPlacement = 'spread';
  else if (name === 'proportion')
    for (const key of multipliers)
      if (key in told)
        settings.saturationMilli = Math.max(1000, Math.round(1000 * Number(told[key])));
  if (name !== 'nodeplacement' && name !== 'gpuspread' && !silent.has(name))
    throw new Error(`no plugin is called ${quoted(name)}`);
};

/** A list of actions in the settings only says what there is: a case names its own action, or runs all. */
const checkActions = ({ config }: Vector): void => {
  const named = (config?.Actions ?? '').split(',').map((name) => name.trim());
  const unknown = named.find((name) => name !== '' && !known.has(name));
  if (unknown !== undefined) throw new Error(`no action is called ${quoted(unknown)}`);
};

const depthOf = ({ config, action }: Vector): number =>
  action === undefined ? -1 : (config?.QueueDepthPerAction?.[action] ?? -1);

/** What the peer does where nobody chooses, and what the tables leave out: delays, kept room, past use, least run times. */
const plain: Policy = {
  version: 'vectors',
  actions,
  gpuPlacement: 'binpack',
  cpuPlacement: 'binpack',
  tieOrder: 'node-id',
  typicalPods: [],
  saturationMilli: 1000,
  isMovedKept: true,
  minRun: { preemptMs: 0, reclaimMs: 0, method: 'lca' },
  staleGraceMs: 0,
  preemptionDelayMs: 0,
  bypassesMax: -1,
  usage: { factorMilli: 0, halfLifeMs: 0, windowMs: 0 },
  bounds: {
    ...defaultPolicy.bounds,
    victimsMax: 100_000,
    consolidationVictimsMax: -1,
  },
};

/** The policy that a case is played under. @throws Error naming what no policy can say */
export const policyOf = (vector: Vector): Policy => {
  const { gpuPlacement, cpuPlacement, saturationMilli } = plain;
  const settings = { gpuPlacement, cpuPlacement, saturationMilli };
  checkActions(vector);
  for (const { Plugins } of vector.config?.Tiers ?? [])
    for (const plugin of Plugins) obey(settings, plugin);
  return {
    ...plain,
    ...settings,
    staleGraceMs: vector.mode === 'single' ? graceMs : plain.staleGraceMs,
    bounds: { ...plain.bounds, queueDepthMax: depthOf(vector) },
  };
};
