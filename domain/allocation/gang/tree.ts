import { markOf, undoTo } from '../state/journal.ts';
import type { Build, Part, Shape, Workload } from '../state/snapshot.ts';
import { podsOf } from '../state/roll.ts';
import { type Candidate, candidatesFor } from './domains.ts';
import { gathered } from './gathering.ts';
import { type PodOf, type Seated, seatPod, type Trial } from './seat-pod.ts';
import { compareIds } from '../../foundation/ids.ts';
import type { TopologyConstraint } from '../../foundation/shapes.ts';

/** A node of the tree of a gang with what is asked for below it. */
interface Branch {
  readonly name: string;
  readonly topology: TopologyConstraint | undefined;
  readonly parts: readonly Part[];
  readonly below: readonly Branch[];
  readonly sets: ReadonlySet<number>;
}

const setBranches = (build: Build, shape: Shape, group: number): readonly Branch[] =>
  build.sets.flatMap(({ name, topology, group: parent }, set) => {
    const parts = shape.parts.filter(({ at }) => build.parts[at]?.set === set);
    return parent !== group || parts.length === 0
      ? []
      : [{ name, topology, parts, below: [], sets: new Set([set]) }];
  });

const isUnder = (build: Build, group: number, above: number): boolean =>
  group === above || (group >= 0 && isUnder(build, build.groups[group]?.parent ?? -1, above));

/** All sets below a group: where those are that lack nothing says where the others may be. */
const setsUnder = (build: Build, above: number): ReadonlySet<number> =>
  new Set(
    [...build.sets.keys()].filter((at) => isUnder(build, build.sets[at]?.group ?? -1, above)),
  );

const groupBranch = (build: Build, shape: Shape, group: number): Branch | undefined => {
  const { name = '', topology = group < 0 ? build.topology : undefined } =
    build.groups[group] ?? {};
  const groups = build.groups.flatMap(({ parent }, at) => {
    const branch = parent === group ? groupBranch(build, shape, at) : undefined;
    return branch === undefined ? [] : [branch];
  });
  const sets = setBranches(build, shape, group);
  const below = [...byName(groups), ...byName(sets)];
  if (below.length === 0) return undefined;
  return {
    name,
    topology,
    parts: below.flatMap(({ parts }) => parts),
    below,
    sets: setsUnder(build, group),
  };
};

const byName = (branches: readonly Branch[]): readonly Branch[] =>
  branches.toSorted((a, b) => compareIds(a.name, b.name));

/** Where a branch is looked for. */
interface Place {
  readonly trial: Trial;
  readonly workload: Workload;
  readonly candidate: Candidate;
}

const pinnedOf = ({ trial, workload }: Place, { sets }: Branch): readonly number[] => {
  const { build, bound, held } = workload;
  return [...bound, ...held, ...(trial.seated?.get(workload) ?? [])]
    .filter(({ part }) => sets.has(build.parts[part]?.set ?? -1))
    .map(({ node }) => node.slot);
};

const candidatesOf = (place: Place, branch: Branch): Iterable<Candidate> => {
  const { topology: constraint, parts } = branch;
  const { candidate: within, trial } = place;
  if (constraint === undefined) return [within];
  const pinned = pinnedOf(place, branch);
  return candidatesFor(trial.journal.snapshot, { constraint, parts, within, pinned });
};

const seatLeaf = (
  { trial, workload, candidate }: Place,
  parts: readonly Part[],
): readonly Seated[] | undefined => {
  const seated: Seated[] = [];
  for (const part of parts) {
    const confines = gathered(trial.journal.snapshot.nodes, part, candidate);
    for (const pod of podsOf(workload, part)) {
      const asked: PodOf = { kind: part.kind, part: part.at, pod };
      const one = seatPod(trial, asked, confines);
      if (one === undefined) return undefined;
      seated.push(one);
    }
  }
  return seated;
};

/** Seats all pods of a branch in one of its domains, the best that works. */
const seatBranch = (place: Place, branch: Branch): readonly Seated[] | undefined => {
  const { journal } = place.trial;
  for (const candidate of candidatesOf(place, branch)) {
    const mark = markOf(journal);
    const seated = seatBelow({ ...place, candidate }, branch);
    if (seated !== undefined) return seated;
    undoTo(journal, mark);
  }
  return undefined;
};

const seatBelow = (place: Place, branch: Branch): readonly Seated[] | undefined => {
  if (branch.below.length === 0) return seatLeaf(place, branch.parts);
  const all: Seated[] = [];
  for (const child of branch.below) {
    const seated = seatBranch(place, child);
    if (seated === undefined) return undefined;
    all.push(...seated);
  }
  return all;
};

/**
 * Seats the pods of an ask under the constraints of its gang's tree: each branch in a domain of its own inside that of
 * its parent. What failed half way is left for the caller to undo.
 *
 * @cost O(domains tried · (nodes + pods · nodes of the domain))
 * @source peer-scheduler reference §1.6, §1.8
 */
export const seatTree = (
  trial: Trial,
  { workload, shape }: { readonly workload: Workload; readonly shape: Shape },
  slots: readonly number[],
): readonly Seated[] | undefined => {
  const root = groupBranch(workload.build, shape, -1);
  const candidate = { slots, rankOf: undefined };
  return root && seatBranch({ trial, workload, candidate }, root);
};
