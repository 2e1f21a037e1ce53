import type { ErrorObject } from 'ajv';

/** The keyword of an error that stands for all branches of a union that do not take a value. */
export const unionKeyword = 'union';

/**
 * The same errors with one for each union that does not take its value: those of the branch that takes such a value at
 * all, else one that names what the branches take; "or null" is not told, for it is what may be left out.
 */
export const withUnionsAsOne = (found: readonly ErrorObject[]): readonly ErrorObject[] =>
  found
    .filter(({ keyword }) => keyword === 'anyOf')
    .toSorted((a, b) => a.schemaPath.length - b.schemaPath.length)
    .reduce(settled, found);

const settled = (found: readonly ErrorObject[], union: ErrorObject): readonly ErrorObject[] => {
  const branches = branchesOf(found, union);
  if (branches.length === 0) return found;
  const inside = new Set(branches.flat());
  const fitting = branches.find((errors) => !errors.some((error) => isOtherwise(error, union)));
  const told = new Set<ErrorObject>(fitting ?? [mergedOf(branches.flat(), union)]);
  return [...found.filter((error) => error !== union && !inside.has(error)), ...told];
};

/** The errors of each branch of a union that judged the same value. */
const branchesOf = (
  found: readonly ErrorObject[],
  { schemaPath, instancePath }: ErrorObject,
): readonly (readonly ErrorObject[])[] => {
  const branches = new Map<string, ErrorObject[]>();
  for (const error of found) {
    const isInside = error.schemaPath.startsWith(`${schemaPath}/`);
    const isThere =
      error.instancePath === instancePath || error.instancePath.startsWith(`${instancePath}/`);
    if (!isInside || !isThere) continue;
    const branch = error.schemaPath.slice(schemaPath.length + 1).split('/')[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  return [...branches.values()];
};

const kindKeywords: ReadonlySet<string> = new Set(['type', 'const', 'enum']);

/** Whether an error says that a branch is for another kind of value. */
const isOtherwise = ({ keyword, instancePath }: ErrorObject, union: ErrorObject): boolean =>
  instancePath === union.instancePath && kindKeywords.has(keyword);

const mergedOf = (errors: readonly ErrorObject[], union: ErrorObject): ErrorObject => {
  const own = errors.filter((error) => isOtherwise(error, union));
  const paramsOf = (keyword: string): readonly Readonly<Record<string, unknown>>[] =>
    own.filter((error) => error.keyword === keyword).map(({ params }) => params);
  const types = paramsOf('type').map(({ type }) => String(type));
  const words = [
    ...paramsOf('const').map(({ allowedValue }) => allowedValue),
    ...paramsOf('enum').flatMap(({ allowedValues }): readonly unknown[] =>
      Array.isArray(allowedValues) ? allowedValues : [],
    ),
  ];
  return {
    ...union,
    keyword: unionKeyword,
    params: {
      types: types.filter((type) => type !== 'null' || types.length + words.length === 1),
      words: words.map(String),
    },
  };
};
