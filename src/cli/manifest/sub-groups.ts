import type { SubGroup } from '../../../domain/foundation/shapes.ts';
import { defined, selectorAt } from './container.ts';
import { type Fields, fieldsAt } from './fields.ts';
import { type TogetherSaid, togetherKeys, togetherOf } from './gang.ts';
import { neighbourKeys, neighboursOf } from './neighbours.ts';
import { itemsAt, type Place, refuseAt, scalarTextAt } from './place.ts';
import { podRequestOf, requestKeys } from './pod-request.ts';
import { wholeAt } from './values.ts';

/** What a document says of its pods where they are one set of equal ones; else each sub-group says it. */
export const podKeys = ['pods', ...requestKeys, ...neighbourKeys];

/** The sets of pods of a workload, and what each says of standing together. */
export interface GroupsSaid {
  readonly subGroups: readonly SubGroup[];
  readonly said: readonly TogetherSaid[];
}

const subGroupKeys = ['name', ...podKeys, ...togetherKeys, 'nodeSelector', 'podSet', 'podPriority'];

/** The sub-groups of a workload: sets of equal pods. */
const subGroupsAt = (place: Place): GroupsSaid => {
  const groups = itemsAt(place).map((item) => {
    const fields = fieldsAt(item, subGroupKeys);
    const name = scalarTextAt(fields.need('name', 'a name of its own'));
    return { subGroup: subGroupOf(name, fields), said: togetherOf(name, fields) };
  });
  return {
    subGroups: groups.map(({ subGroup }) => subGroup),
    said: groups.map(({ said }) => said),
  };
};

const subGroupOf = (name: string, fields: Fields): SubGroup => {
  const { get } = fields;
  const [selector, podSet, podPriority] = [get('nodeSelector'), get('podSet'), get('podPriority')];
  return {
    ...setOf(name, fields),
    ...defined({
      nodeSelector: selector === undefined ? undefined : selectorAt(selector),
      podSet: podSet === undefined ? undefined : scalarTextAt(podSet),
      podPriority: podPriority === undefined ? undefined : wholeAt(podPriority),
    }),
  };
};

const setOf = (name: string, fields: Fields): SubGroup => {
  const pods = fields.get('pods');
  return {
    name,
    pods: pods === undefined ? 1 : wholeAt(pods, 1),
    request: podRequestOf(fields),
    ...neighboursOf(fields),
  };
};

/** The pods of a workload: one set of equal ones, or those of its sub-groups. */
export const groupsAt = (spec: Fields): GroupsSaid => {
  const place = spec.get('subGroups');
  if (place === undefined) return { subGroups: [setOf('main', spec)], said: [] };
  for (const name of [...podKeys, 'minPods']) {
    const own = spec.get(name);
    if (own !== undefined) {
      refuseAt(own, `'${name}' stands beside subGroups`, 'say it in each of the sub-groups');
    }
  }
  return subGroupsAt(place);
};
