import { gangFor } from '../../domain/foundation/gang.ts';
import type {
  Affinity,
  Gang,
  SubGroup,
  TopologyConstraint,
} from '../../domain/foundation/shapes.ts';
import { podRequestAt } from './scenario-file-amounts.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import type { GangText, PodsText, SubGroupText, TopologyText } from './scenario-file-pods.ts';
import type { WorkloadText } from './scenario-file-shape.ts';

/** The pods of a workload, and which of them stand or fall together. */
export interface Groups {
  readonly subGroups: readonly SubGroup[];
  readonly gang?: Gang;
}

/** What stands in each sub-group where there are any. */
const ofPods = [
  'pods',
  'minPods',
  'gpu',
  'gpuMemory',
  'mig',
  'cpu',
  'memory',
  'resources',
  'claims',
  'hostPorts',
  'podLabels',
  'affinity',
] as const;

/** One of these must be said, so that nobody asks for no GPUs by mistake. */
const ofDevices = ['gpu', 'gpuMemory', 'mig', 'claims'] as const;

/** The pods of a workload: one set of equal ones, or those of its sub-groups. @throws InputRefusal */
export const groupsOf = (page: Page, at: string, asked: WorkloadText): Groups => {
  const said = subGroupsOf(page, at, asked);
  const subGroups = said.map(({ subGroup }) => subGroup);
  const gang = gangOf(page, at, { asked, said, subGroups });
  return { subGroups, ...(gang === undefined ? {} : { gang }) };
};

interface GroupSaid {
  readonly subGroup: SubGroup;
  readonly text: PodsText;
}

const subGroupsOf = (page: Page, at: string, asked: WorkloadText): readonly GroupSaid[] => {
  const { subGroups } = asked;
  const short = ofPods.find((key) => asked[key] !== undefined);
  if (subGroups === undefined) {
    if (ofDevices.some((key) => asked[key] !== undefined)) {
      const { topology: _ofAll, ...own } = asked;
      return [{ subGroup: setOf(page, at, { name: 'main', ...asked }), text: own }];
    }
    const remedy = 'add "gpu" (0 for none) for each pod, or "subGroups"';
    const problem = 'the workload says neither "gpu" nor "subGroups"';
    return refuseAt(page, `${at}/gpu`, { problem, remedy });
  }
  if (short !== undefined) {
    const remedy = `move "${short}" into the sub-groups, or leave "subGroups" out`;
    const problem = `"${short}" beside "subGroups": each sub-group says its own`;
    return refuseAt(page, `${at}/${short}`, { problem, remedy });
  }
  return subGroups.map((text, place) => ({
    subGroup: subGroupOf(page, `${at}/subGroups/${place}`, text),
    text,
  }));
};

const subGroupOf = (page: Page, at: string, text: SubGroupText): SubGroup => {
  const { nodeSelector, podSet, podPriority } = text;
  return {
    ...setOf(page, at, text),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(podSet === undefined ? {} : { podSet }),
    ...(podPriority === undefined ? {} : { podPriority }),
  };
};

const setOf = (page: Page, at: string, text: PodsText & Pick<SubGroupText, 'name'>): SubGroup => {
  const { name, pods = 1, podLabels, affinity } = text;
  return {
    name,
    pods,
    request: podRequestAt(page, at, text),
    ...(podLabels === undefined ? {} : { podLabels }),
    ...(affinity === undefined ? {} : { affinity: affinityOf(affinity) }),
  };
};

const affinityOf = ({
  preferredNodes,
  ...others
}: NonNullable<PodsText['affinity']>): Affinity => ({
  ...others,
  ...(preferredNodes === undefined
    ? {}
    : { preferredNodes: preferredNodes.map(({ labels = {}, ...wish }) => ({ labels, ...wish })) }),
});

interface GangSaid {
  readonly asked: WorkloadText;
  readonly said: readonly GroupSaid[];
  readonly subGroups: readonly SubGroup[];
}

/** A tree as it is written, or what the sets of pods say. */
const gangOf = (page: Page, at: string, { asked, said, subGroups }: GangSaid): Gang | undefined => {
  const { gang, topology } = asked;
  const minPods = new Map<string, number>();
  const topologies = new Map<string, TopologyConstraint>();
  for (const { subGroup, text } of said) {
    if (text.minPods !== undefined) minPods.set(subGroup.name, text.minPods);
    if (text.topology !== undefined) topologies.set(subGroup.name, constraintOf(text.topology));
  }
  if (gang === undefined) {
    const whole = topology === undefined ? undefined : constraintOf(topology);
    return gangFor({ subGroups, replicas: undefined }, { minPods, topologies, topology: whole });
  }
  if (minPods.size + topologies.size > 0 || topology !== undefined) {
    const problem = '"gang" beside "minPods" or "topology"';
    const remedy = 'say all of it in the gang, or leave the gang out';
    return refuseAt(page, `${at}/gang`, { problem, remedy });
  }
  return treeOf(gang);
};

const treeOf = ({ podSets, groups = [], topology }: GangText): Gang => ({
  podSets: podSets.map(withConstraint),
  groups: groups.map(withConstraint),
  ...(topology === undefined ? {} : { topology: constraintOf(topology) }),
});

const withConstraint = <Unit extends { readonly topology?: TopologyText }>({
  topology,
  ...unit
}: Unit) => ({
  ...unit,
  ...(topology === undefined ? {} : { topology: constraintOf(topology) }),
});

const constraintOf = ({ name: topology, ...levels }: TopologyText): TopologyConstraint => ({
  topology,
  ...levels,
});
