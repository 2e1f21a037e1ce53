import {
  defaultsByType,
  nearEachOther,
  preemptibleByDefault,
  priorityByWord,
} from '../../../domain/workload/index.ts';
import type { WorkloadPatch } from '../../app/whatif/index.ts';
import { fieldsAt } from '../manifest/fields.ts';
import { type Place, refuseAt, scalarAt, scalarTextAt } from '../manifest/place.ts';
import { documentKeys, wantedAt } from '../manifest/read.ts';
import { durationAt } from '../manifest/values.ts';
import type { WorkloadWish } from '../manifest/wish.ts';
import { whenOr } from './patched-nodes.ts';
import { mayBe } from './places.ts';

/** A workload that is added: a document as `berth workload submit -f` takes it, when it is submitted, how long it runs. */
export const workloadPatchAt = (place: Place): WorkloadPatch => {
  const fields = fieldsAt(place, [...documentKeys, 'at', 'run']);
  const wanted = wantedAt(fields);
  if (wanted.kind !== 'Workload') {
    return refuseAt(place, 'it is no workload', 'write kind: Training, or another workload');
  }
  const { wish } = wanted;
  const runMs = mayBe(fields.get('run'), durationAt);
  return {
    at: whenOr(fields.get('at')),
    ...(runMs === undefined ? {} : { runMs }),
    spec: specOf(wish, fields.get('spec') ?? place),
  };
};

const specOf = (wish: WorkloadWish, place: Place): WorkloadPatch['spec'] => {
  const {
    priority: said,
    preemptible,
    projectId,
    isKeptForEver: _,
    nearness = [],
    ...asked
  } = wish;
  if (projectId === undefined) {
    return refuseAt(place, 'it does not say which project', 'add project: NAME');
  }
  const usual = defaultsByType[asked.workloadType];
  const priority = said === undefined ? usual.priority : priorityOf(said, place);
  const usually = said === undefined ? usual.preemptible : preemptibleByDefault(priority);
  return {
    ...asked,
    subGroups: nearEachOther(asked.subGroups, { name: asked.name, projectId }, nearness),
    projectId,
    priority,
    preemptible: preemptible ?? usually,
  };
};

/** A priority, as a number or a word. */
export const priorityIn = (place: Place): number => {
  const value = scalarAt(place);
  return priorityOf(typeof value === 'number' ? value : scalarTextAt(place), place);
};

const priorityOf = (said: string | number, place: Place): number => {
  const words = new Map<string, number>(Object.entries(priorityByWord));
  const priority = typeof said === 'number' ? said : words.get(said);
  return priority !== undefined && Number.isSafeInteger(priority) && priority >= 0
    ? priority
    : refuseAt(
        place,
        `'${said}' is no priority`,
        `write a whole number, or one of ${[...words.keys()].join(', ')}`,
      );
};
