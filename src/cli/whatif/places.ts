import { itemsAt, type Place } from '../manifest/place.ts';

/** What stands at a place that may be left out. */
export const mayBe = <Value>(
  place: Place | undefined,
  read: (place: Place) => Value,
): Value | undefined => (place === undefined ? undefined : read(place));

/** The items of a list that may be left out. */
export const listAt = <Value>(
  place: Place | undefined,
  read: (place: Place) => Value,
): readonly Value[] => (place === undefined ? [] : itemsAt(place).map(read));
