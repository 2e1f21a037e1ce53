import type { Patch, When } from '../../app/whatif/index.ts';
import { fieldsAt } from '../manifest/fields.ts';
import { type Place, refuseAt, scalarTextAt } from '../manifest/place.ts';
import { documentKeys, wantedAt } from '../manifest/read.ts';
import { durationAt } from '../manifest/values.ts';
import { mayBe } from './places.ts';

/** An instant such as `2026-01-05T14:00:00Z`, or so long after the fork, such as `2h`. */
export const whenAt = (place: Place): When => {
  const text = scalarTextAt(place);
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return { afterMs: durationAt(place) };
  const atMs = Date.parse(text);
  return Number.isSafeInteger(atMs)
    ? { atMs }
    : refuseAt(place, `'${text}' is no instant`, 'write 2026-01-05T14:00:00Z, or 2h');
};

/** At the fork where nothing is said. */
export const whenOr = (place: Place | undefined): When => mayBe(place, whenAt) ?? { afterMs: 0 };

/** A node that is added: as another is, or as a document of kind Node says. */
export const nodePatchAt = (place: Place): Patch['nodesAdded'][number] => {
  const fields = fieldsAt(place, [...documentKeys, 'id', 'like', 'at']);
  const at = whenOr(fields.get('at'));
  if (fields.get('kind') === undefined) {
    const like = scalarTextAt(fields.need('like', 'the id of a node that it is made as'));
    return { nodeId: scalarTextAt(fields.need('id', 'the id of the node')), at, like };
  }
  const wanted = wantedAt(fields);
  if (wanted.kind !== 'Node') return refuseAt(place, 'it is no node', 'write kind: Node');
  const { id, name, clusterId, nodePoolId, made } = wanted;
  return {
    nodeId: id,
    at,
    made: {
      name,
      ...made,
      ...(clusterId === undefined ? {} : { clusterId }),
      ...(nodePoolId === undefined ? {} : { nodePoolId }),
    },
  };
};

/** A node that fails, and comes back or not. */
export const failedAt = (place: Place): Patch['nodesFailed'][number] => {
  const fields = fieldsAt(place, ['id', 'at', 'back']);
  const back = mayBe(fields.get('back'), whenAt);
  return {
    nodeId: scalarTextAt(fields.need('id', 'the id of the node')),
    at: whenOr(fields.get('at')),
    ...(back === undefined ? {} : { back }),
  };
};

/** A node that is taken away. */
export const removedAt = (place: Place): Patch['nodesRemoved'][number] => {
  const fields = fieldsAt(place, ['id', 'at']);
  return {
    nodeId: scalarTextAt(fields.need('id', 'the id of the node')),
    at: whenOr(fields.get('at')),
  };
};
