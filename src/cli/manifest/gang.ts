import { gangFor } from '../../../domain/foundation/gang.ts';
import type {
  Gang,
  ReplicaBounds,
  SubGroup,
  TopologyConstraint,
} from '../../../domain/foundation/shapes.ts';
import { type Fields, fieldsAt } from './fields.ts';
import { itemsAt, type Place, refuseAt, scalarTextAt } from './place.ts';
import { wholeAt } from './values.ts';

/** What a document says of the pods of a set that stand or fall together. */
export const togetherKeys = ['minPods', 'topology'];

/** Of each set of pods: how few are enough, and which domain they share. */
export interface TogetherSaid {
  readonly name: string;
  readonly minPods: number | undefined;
  readonly topology: TopologyConstraint | undefined;
}

/** What a set of pods says of standing together. */
export const togetherOf = (name: string, { get }: Fields): TogetherSaid => {
  const [minPods, topology] = [get('minPods'), get('topology')];
  return {
    name,
    minPods: minPods === undefined ? undefined : wholeAt(minPods),
    topology: topology === undefined ? undefined : constraintAt(topology),
  };
};

/** The pods of a workload as far as they stand together. */
export interface Standing {
  readonly subGroups: readonly SubGroup[];
  readonly replicas: ReplicaBounds | undefined;
  /** What each sub-group says; empty where the workload says it for its only one. */
  readonly said: readonly TogetherSaid[];
}

/** Which pods stand or fall together: as `gang` says it, or set by set. */
export const gangAt = (spec: Fields, { subGroups, replicas, said }: Standing): Gang | undefined => {
  const whole = togetherOf(subGroups[0]?.name ?? '', spec);
  const place = spec.get('gang');
  if (place !== undefined) {
    const isSaid = [whole, ...said].some(
      ({ minPods, topology }) => minPods !== undefined || topology !== undefined,
    );
    if (isSaid) {
      const problem = 'a gang stands besides minPods or topology';
      refuseAt(place, problem, 'say all of it in the gang, or leave the gang out');
    }
    return treeAt(place);
  }
  const sets = said.length === 0 ? [{ ...whole, topology: undefined }] : said;
  const minPods = new Map(
    sets.flatMap(({ name, minPods: least }) => (least === undefined ? [] : [[name, least]])),
  );
  const topologies = new Map(
    sets.flatMap(({ name, topology }) => (topology === undefined ? [] : [[name, topology]])),
  );
  return gangFor({ subGroups, replicas }, { minPods, topologies, topology: whole.topology });
};

const treeAt = (place: Place): Gang => {
  const { get, need } = fieldsAt(place, ['podSets', 'groups', 'topology']);
  const [groups, topology] = [get('groups'), get('topology')];
  return {
    podSets: itemsAt(need('podSets', '[{ name: workers, minPods: 4 }]')).map(podSetAt),
    groups: groups === undefined ? [] : itemsAt(groups).map(groupAt),
    ...(topology === undefined ? {} : { topology: constraintAt(topology) }),
  };
};

const podSetAt = (place: Place): Gang['podSets'][number] => {
  const { get, need } = fieldsAt(place, ['name', 'minPods', 'group', 'topology']);
  const [group, topology] = [get('group'), get('topology')];
  return {
    name: scalarTextAt(need('name', 'a name of its own')),
    minPods: wholeAt(need('minPods', 'how few of its pods are enough')),
    ...(group === undefined ? {} : { group: scalarTextAt(group) }),
    ...(topology === undefined ? {} : { topology: constraintAt(topology) }),
  };
};

const groupAt = (place: Place): Gang['groups'][number] => {
  const { get, need } = fieldsAt(place, ['name', 'parent', 'topology']);
  const [parent, topology] = [get('parent'), get('topology')];
  return {
    name: scalarTextAt(need('name', 'a name of its own')),
    ...(parent === undefined ? {} : { parent: scalarTextAt(parent) }),
    ...(topology === undefined ? {} : { topology: constraintAt(topology) }),
  };
};

/** Which part of a topology pods share: `{ name: racks, required: rack }`. */
const constraintAt = (place: Place): TopologyConstraint => {
  const { get, need } = fieldsAt(place, ['name', 'required', 'preferred']);
  const [required, preferred] = [get('required'), get('preferred')];
  const topology = scalarTextAt(need('name', 'the name of a topology of the cluster'));
  if (required === undefined && preferred === undefined) {
    refuseAt(place, 'the topology names no level', 'say required: KEY, preferred: KEY, or both');
  }
  return {
    topology,
    ...(required === undefined ? {} : { required: scalarTextAt(required) }),
    ...(preferred === undefined ? {} : { preferred: scalarTextAt(preferred) }),
  };
};
