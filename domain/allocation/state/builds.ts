import type { Amounts, Gang, SubGroup } from '../../foundation/shapes.ts';
import { type Asked, forgetKind, kindOf } from './requests.ts';
import type { Build, BuildPart, Part, PodGroup, PodSet, Shape, Snapshot } from './snapshot.ts';

/** How many builds, shapes and kinds that nobody asks for are remembered, so that steady streams do not start anew. */
const unusedMax = 512;
const bytesPerMib = 1 << 20;

/** What a workload consists of, as it was submitted. */
export interface BuildAsked extends Asked {
  readonly gang?: Gang;
}

const forgetUnused = (snapshot: Snapshot): void => {
  const { builds, shapes, kinds } = snapshot;
  if (builds.size > unusedMax) {
    for (const [key, build] of builds) {
      if (build.users > 0) continue;
      builds.delete(key);
      snapshot.usualBuilds.clear();
      build.core.users -= 1;
      for (const { kind } of build.parts) kind.users -= 1;
    }
  }
  if (shapes.size > unusedMax) {
    for (const [key, shape] of shapes) {
      if (shape.users > 0) continue;
      shapes.delete(key);
      for (const { kind } of shape.parts) kind.users -= 1;
    }
  }
  if (kinds.size > unusedMax)
    for (const kind of kinds.values()) if (kind.users === 0) forgetKind(snapshot, kind);
};

/** What so many pods of each part ask for in sum. */
export const amountsOf = (parts: readonly Pick<Part, 'kind' | 'pods'>[]): Amounts => {
  const amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const { kind, pods } of parts) {
    amounts.gpuMilli += pods * kind.askedGpuMilli;
    amounts.cpuMilli += pods * kind.cpuMilli;
    amounts.memoryMib += pods * kind.memoryMib;
  }
  return amounts;
};

/**
 * The ask for so many pods of each part of a build; equal asks share one.
 *
 * @shape `context` sets asks apart that look alike but depend on what their workload has already.
 * @cost O(parts)
 */
export const shapeOf = (snapshot: Snapshot, parts: readonly Part[], context: string): Shape => {
  const key =
    parts.map(({ at, name, kind, pods }) => `${at}.${name}*${pods}*${kind.key}`).join(';') +
    context;
  const known = snapshot.shapes.get(key);
  if (known !== undefined) return known;
  let pods = 0;
  let devices = 0;
  for (const part of parts) {
    pods += part.pods;
    devices += part.pods * part.kind.gpuDevices;
    if (part.pods > 1) part.kind.isGang = true;
    part.kind.users += 1;
  }
  const fresh = { key, parts, amounts: amountsOf(parts), pods, devices, failedAt: -1, users: 0 };
  snapshot.shapes.set(key, fresh);
  return fresh;
};

const partsOf = (snapshot: Snapshot, asked: BuildAsked): readonly BuildPart[] => {
  const sets = asked.gang?.podSets;
  let offset = 0;
  return asked.subGroups.map((group, at) => {
    const set =
      sets === undefined ? at : sets.findIndex(({ name }) => name === (group.podSet ?? group.name));
    const { name, pods } = group;
    const kind = kindOf(snapshot, group, asked);
    const part = { name, kind, pods, set, podPriority: group.podPriority ?? 0, offset };
    offset += pods;
    return part;
  });
};

const partOrder = (parts: readonly BuildPart[], set: number): readonly number[] =>
  [...parts.entries()]
    .filter(([, part]) => part.set === set)
    .toSorted(([a, one], [b, other]) => other.podPriority - one.podPriority || a - b)
    .map(([at]) => at);

const podsIn = (parts: readonly BuildPart[], set: number): number =>
  parts.reduce((sum, part) => (part.set === set ? sum + part.pods : sum), 0);

const setsOf = (parts: readonly BuildPart[], gang: Gang | undefined): readonly PodSet[] => {
  if (gang === undefined)
    return parts.map(({ name, pods }, at) => ({
      name,
      minPods: pods,
      pods,
      group: -1,
      topology: undefined,
      parts: [at],
    }));
  const groupAt = (name: string | undefined): number =>
    gang.groups.findIndex((group) => group.name === name);
  return gang.podSets.map(({ name, minPods, group, topology }, at) => ({
    name,
    minPods,
    pods: podsIn(parts, at),
    group: groupAt(group),
    topology,
    parts: partOrder(parts, at),
  }));
};

const groupsOf = ({ groups }: Pick<Gang, 'groups'>): readonly PodGroup[] =>
  groups.map(({ name, parent, topology }) => ({
    name,
    parent: groups.findIndex((group) => group.name === parent),
    topology,
  }));

/** So many pods of a set, taken from its parts in their order. */
export const partsFor = (
  parts: readonly BuildPart[],
  set: PodSet,
  ask: { readonly pods: number; readonly missing: (part: number) => number },
): readonly Part[] => {
  let left = ask.pods;
  const taken: Part[] = [];
  for (const at of set.parts) {
    const part = parts[at];
    if (part === undefined || left <= 0) continue;
    const pods = Math.min(left, ask.missing(at));
    if (pods > 0) taken.push({ name: part.name, kind: part.kind, pods, at });
    left -= pods;
  }
  return taken;
};

const coreOf = (parts: readonly BuildPart[], sets: readonly PodSet[]): readonly Part[] => {
  const missing = (at: number): number => parts[at]?.pods ?? 0;
  return sets.flatMap((set) => partsFor(parts, set, { pods: set.minPods, missing }));
};

const structureKey = (gang: Gang | undefined): string =>
  gang === undefined ? '' : JSON.stringify(gang);

const buildByKey = (snapshot: Snapshot, asked: BuildAsked): Build => {
  const parts = partsOf(snapshot, asked);
  const structure = structureKey(asked.gang);
  const key =
    parts
      .map(
        ({ name, kind, pods, set, podPriority }) =>
          `${name}*${pods}*${set}*${podPriority}*${kind.key}`,
      )
      .join(';') + structure;
  const known = snapshot.builds.get(key);
  if (known !== undefined) return known;
  const sets = setsOf(parts, asked.gang);
  const groups = asked.gang === undefined ? [] : groupsOf(asked.gang);
  const topology = asked.gang?.topology;
  const isBoundToPlaces =
    topology !== undefined ||
    [...sets, ...groups].some((one) => one.topology !== undefined) ||
    parts.some(({ kind }) => kind.looksAtPods);
  const context = isBoundToPlaces ? structure : '';
  const core = shapeOf(snapshot, coreOf(parts, sets), context);
  core.users += 1;
  for (const { kind } of parts) kind.users += 1;
  const fresh: Build = {
    key,
    parts,
    sets,
    groups,
    topology,
    isWhole: sets.every(({ minPods, pods }) => minPods === pods),
    isBoundToPlaces,
    context,
    core,
    pods: parts.reduce((sum, { pods }) => sum + pods, 0),
    amounts: amountsOf(parts),
    users: 0,
  };
  snapshot.builds.set(key, fresh);
  forgetUnused(snapshot);
  return fresh;
};

/** A number for one set of equal pods that go anywhere; others may have it too. */
const markOf = ({ pods, request }: SubGroup): number => {
  const { gpuDevices, gpuMilli, cpuMilli, memoryBytes } = request;
  const memoryMib = Math.floor(memoryBytes / bytesPerMib);
  return ((((gpuDevices * 31 + gpuMilli) * 31 + cpuMilli) * 31 + memoryMib) * 31 + pods) | 0;
};

const isOf = ({ parts }: Build, { name, pods, request }: SubGroup): boolean => {
  const part = parts[0];
  if (part === undefined || part.name !== name || part.pods !== pods) return false;
  const { kind } = part;
  return plainAsks.every((key) => kind[key] === request[key]);
};

const plainKeys: ReadonlySet<string> = new Set(['name', 'pods', 'request']);
const plainAsks = ['gpuDevices', 'gpuMilli', 'cpuMilli', 'memoryBytes'] as const;
const plainRequest: ReadonlySet<string> = new Set(plainAsks);

const isPlain = (asked: BuildAsked, group: SubGroup): boolean => {
  for (const key of Object.keys(group)) if (!plainKeys.has(key)) return false;
  for (const key of Object.keys(group.request)) if (!plainRequest.has(key)) return false;
  for (const _label of Object.keys(asked.nodeSelector)) return false;
  return true;
};

/** The one set of pods of a workload that takes any node, as nearly every workload does. */
const onlyGroupOf = (asked: BuildAsked): SubGroup | undefined => {
  const [only] = asked.subGroups;
  return only !== undefined &&
    asked.subGroups.length === 1 &&
    asked.gang === undefined &&
    asked.tolerations.length === 0 &&
    isPlain(asked, only)
    ? only
    : undefined;
};

/**
 * What a workload consists of; equal workloads share one.
 *
 * The caller counts itself in with `build.users`.
 * @cost about 100 ns for what was asked for lately, else 1 µs; O(parts) more for a build that is new.
 */
export const buildOf = (snapshot: Snapshot, asked: BuildAsked): Build => {
  const only = onlyGroupOf(asked);
  if (only === undefined) return buildByKey(snapshot, asked);
  const mark = markOf(only);
  const usual = snapshot.usualBuilds.get(mark);
  if (usual !== undefined && isOf(usual, only)) return usual;
  const build = buildByKey(snapshot, asked);
  snapshot.usualBuilds.set(mark, build);
  return build;
};
