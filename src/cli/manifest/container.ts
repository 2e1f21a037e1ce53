import type { Container, Toleration } from '../../../domain/foundation/shapes.ts';
import { type Fields, fieldsAt, membersAt, textsAt } from './fields.ts';
import { isListAt, itemsAt, type Place, scalarTextAt } from './place.ts';
import { wholeAt, wordAt } from './values.ts';
import { quoted } from './words.ts';

/** What a document says of the container of each pod. */
export const containerKeys = ['image', 'command', 'args', 'workingDir', 'environment'];

/** What of an object there is. */
export const defined = <Value extends object>(
  value: Value,
): { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> } =>
  JSON.parse(JSON.stringify(value));

/** What each pod runs; nothing where nothing is said of it. */
export const containerAt = (spec: Fields): Container | undefined => {
  const named = containerKeys.filter((name) => spec.get(name) !== undefined);
  if (named.length === 0) return undefined;
  const image = scalarTextAt(spec.need('image', 'the image of its container'));
  const text = (name: string): string | undefined => {
    const place = spec.get(name);
    return place === undefined ? undefined : wordsAt(place);
  };
  const environment = spec.get('environment');
  return {
    image,
    ...defined({ command: text('command'), args: text('args'), workingDir: text('workingDir') }),
    ...(environment === undefined ? {} : { environment: textsAt(environment) }),
  };
};

/** A text, or a list of words that is joined as a shell would read it back. */
const wordsAt = (place: Place): string =>
  isListAt(place)
    ? itemsAt(place)
        .map((item) => quoted(scalarTextAt(item)))
        .join(' ')
    : scalarTextAt(place);

/** How far a service may be scaled. */
export const replicasAt = (place: Place) => {
  const { need } = fieldsAt(place, ['min', 'max']);
  return {
    min: wholeAt(need('min', 'the fewest replicas')),
    max: wholeAt(need('max', 'the most replicas'), 1),
  };
};

/** Which nodes will do: by label, one value or several. */
export const selectorAt = (place: Place): Readonly<Record<string, string[]>> =>
  Object.fromEntries(
    membersAt(place).map(([key, at]) => [
      key,
      isListAt(at) ? itemsAt(at).map(scalarTextAt) : [scalarTextAt(at)],
    ]),
  );

/** What pods tolerate. */
export const tolerationAt = (place: Place): Toleration => {
  const { get } = fieldsAt(place, ['key', 'operator', 'value', 'effect']);
  const text = (name: string): string => {
    const at = get(name);
    return at === undefined ? '' : scalarTextAt(at);
  };
  const operator = get('operator');
  return {
    key: text('key'),
    operator: operator === undefined ? 'Equal' : wordAt(operator, ['Exists', 'Equal']),
    value: text('value'),
    effect: text('effect'),
  };
};
