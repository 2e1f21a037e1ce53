/** One change to the sources, and what became of it. */
export interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** The report of a run, as the mutation tester writes it. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

const found = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);

const roomOf = (path: string): string => path.split('/').slice(0, -1).join('/');

const countsIn = (mutants: readonly Mutant[]): string => {
  const caught = mutants.filter(({ status }) => found.has(status)).length;
  const all = caught + mutants.filter(({ status }) => missed.has(status)).length;
  return `${((100 * caught) / Math.max(1, all)).toFixed(1).padStart(5)} %  ${caught} of ${all}`;
};

/** How many mutants were found, room by room and in all. */
export const scoresOf = ({ files }: Report): string => {
  const rooms = Map.groupBy(Object.entries(files), ([path]) => roomOf(path));
  const lines = [...rooms].map(
    ([room, entries]) => `${countsIn(entries.flatMap(([, { mutants }]) => mutants))}  ${room}`,
  );
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  return [...lines.toSorted(), `${countsIn(all)}  in all`].join('\n');
};

/** The mutants that no spec noticed: a line for each, to be found by a test or explained. */
export const survivorsOf = ({ files }: Report): string =>
  Object.entries(files)
    .flatMap(([path, { mutants }]) =>
      mutants
        .filter(({ status }) => missed.has(status))
        .map(({ status, mutatorName, replacement = '', location }) => {
          const change = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
          return `${path}:${location.start.line} ${status} ${mutatorName} → ${change}`;
        }),
    )
    .join('\n');
