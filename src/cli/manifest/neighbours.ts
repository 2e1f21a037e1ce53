import { type NodeExpression, nodeOperators } from '../../../domain/foundation/node-terms.ts';
import type { Affinity, PodTerm, SubGroup } from '../../../domain/foundation/shapes.ts';
import { defined, selectorAt } from './container.ts';
import { type Fields, fieldsAt, textsAt } from './fields.ts';
import { itemsAt, type Place, scalarTextAt } from './place.ts';
import { wholeAt, wordAt } from './values.ts';

/** What a document says of the neighbours of the pods of a set. */
export const neighbourKeys = ['podLabels', 'affinity'];

/** Which labels pods have, and which pods and nodes they want near. */
export const neighboursOf = ({ get }: Fields): Pick<SubGroup, 'podLabels' | 'affinity'> => {
  const [podLabels, affinity] = [get('podLabels'), get('affinity')];
  return defined({
    podLabels: podLabels === undefined ? undefined : textsAt(podLabels),
    affinity: affinity === undefined ? undefined : affinityAt(affinity),
  });
};

const affinityAt = (place: Place): Affinity => {
  const { get } = fieldsAt(place, [
    'podAffinity',
    'podAntiAffinity',
    'preferredNodes',
    'requiredNodes',
  ]);
  const terms = (name: string) => {
    const at = get(name);
    return at === undefined ? undefined : itemsAt(at).map(termAt);
  };
  const [nodes, required] = [get('preferredNodes'), get('requiredNodes')];
  return defined({
    podAffinity: terms('podAffinity'),
    podAntiAffinity: terms('podAntiAffinity'),
    preferredNodes: nodes === undefined ? undefined : itemsAt(nodes).map(preferredAt),
    requiredNodes: required === undefined ? undefined : itemsAt(required).map(nodeTermAt),
  });
};

const termAt = (place: Place): PodTerm => {
  const { get, need } = fieldsAt(place, ['labels', 'topologyKey', 'weight']);
  const weight = get('weight');
  return {
    labels: textsAt(need('labels', '{ app: web }, the labels of the pods that are meant')),
    topologyKey: scalarTextAt(need('topologyKey', 'a label of nodes')),
    ...(weight === undefined ? {} : { weight: wholeAt(weight, 1) }),
  };
};

const preferredAt = (place: Place) => {
  const { get, need } = fieldsAt(place, ['labels', 'matchExpressions', 'weight']);
  const [labels, expressions] = [get('labels'), get('matchExpressions')];
  if (labels === undefined && expressions === undefined)
    need('labels', '{ zone: a }, the labels of the nodes');
  return {
    labels: labels === undefined ? {} : selectorAt(labels),
    ...(expressions === undefined ? {} : { matchExpressions: expressionsAt(expressions) }),
    weight: wholeAt(need('weight', 'how much it counts, 1 to 100'), 1),
  };
};

const nodeTermAt = (place: Place) => {
  const { need } = fieldsAt(place, ['matchExpressions']);
  return {
    matchExpressions: expressionsAt(
      need('matchExpressions', '[{ key: zone, operator: In, values: [a] }], what must all hold'),
    ),
  };
};

const expressionsAt = (place: Place): NodeExpression[] =>
  itemsAt(place).map((item) => {
    const { get, need } = fieldsAt(item, ['key', 'operator', 'values']);
    const values = get('values');
    return {
      key: scalarTextAt(need('key', 'a label of nodes')),
      operator: wordAt(need('operator', nodeOperators.join(', ')), nodeOperators),
      ...(values === undefined ? {} : { values: itemsAt(values).map(scalarTextAt) }),
    };
  });
