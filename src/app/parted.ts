/** One place where two values part. @shape `path` as in JSON path: `$.entitlements.gpuMilli.quota`; absent values are `undefined` */
export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const below = (path: string, key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

const own = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Every place where two plain values part, keys in code-unit order; one value that is another alone is one place. */
export const partedIn = (before: unknown, after: unknown, path = '$'): readonly Change[] => {
  if (Object.is(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys
      .toSorted()
      .flatMap((key) => partedIn(own(before, key), own(after, key), below(path, key)));
  }
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    const places = Array.from({ length }, (_, k) => k);
    return places.flatMap((k) => partedIn(before[k], after[k], `${path}[${k}]`));
  }
  return [{ path, before, after }];
};
