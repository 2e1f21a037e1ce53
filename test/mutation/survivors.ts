/** One change to the sources, and what became of it. */
export interface Mutant {
  readonly id: string;
  readonly status?: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Spot; readonly end: Spot };
}

/** Where a change begins or ends. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** The report of a run, as the mutation tester writes it. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

const found = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);
const isFound = ({ status = '' }: Mutant): boolean => found.has(status);

/** Whether no spec noticed it. */
export const isMissed = ({ status = '' }: Mutant): boolean => missed.has(status);

/** The room that a file of the kernel, or a mutant of one, is in. */
export const roomOf = (path: string): string => path.split('/').slice(0, -1).join('/');

const changeOf = ({ replacement = '' }: Mutant): string => replacement.replaceAll(/\s+/g, ' ');

/** What a mutant is known by from one run to the next, as long as what stands above it stays. */
export const keyOf = (path: string, mutant: Mutant): string => {
  const { start, end } = mutant.location;
  return `${path}:${start.line}:${start.column}-${end.line}:${end.column} ${mutant.mutatorName} ${changeOf(mutant)}`;
};

/** How many were tried, and found, of how many there are. */
interface Count {
  readonly found: number;
  readonly tried: number;
  readonly all: number;
}

const percent = (part: number): string => (100 * part).toFixed(1).padStart(5);

/**
 * Between which shares the true one lies, 95 times of 100: Wilson's interval, and the narrower the more of all were
 * tried.
 *
 * @source Wilson 1927
 */
export const intervalOf = ({ found: hits, tried, all }: Count): readonly [number, number] => {
  if (tried === 0) return [0, 1];
  const share = hits / tried;
  const variance = (1.96 ** 2 * (1 - tried / all)) / tried;
  const centre = (share + variance / 2) / (1 + variance);
  const reach = Math.sqrt(variance * share * (1 - share) + variance ** 2 / 4) / (1 + variance);
  return [centre - reach, centre + reach];
};

const lineOf = (count: Count, name: string): string => {
  const score = percent(count.found / Math.max(1, count.tried));
  const [least, most] = intervalOf(count);
  const range =
    count.tried === count.all ? '' : `, ${percent(least)} to ${percent(most)} % of ${count.all}`;
  return `${score} %  ${count.found} of ${count.tried}${range}  ${name}`;
};

const countOf = (mutants: readonly Mutant[], drawn: ReadonlySet<string> | undefined): Count => {
  const tried = mutants.filter(({ id }) => drawn?.has(id) ?? true);
  const caught = tried.filter(isFound).length;
  const all = mutants.filter(({ status }) => status !== 'Ignored').length;
  return { found: caught, tried: caught + tried.filter(isMissed).length, all };
};

/** How many mutants were found, room by room and in all. @shape `drawn` none: all were tried */
export const scoresOf = ({ files }: Report, drawn?: ReadonlySet<string>): string => {
  const rooms = Map.groupBy(Object.entries(files), ([path]) => roomOf(path));
  const lines = [...rooms].map(([room, entries]) =>
    lineOf(
      countOf(
        entries.flatMap(([, { mutants }]) => mutants),
        drawn,
      ),
      room,
    ),
  );
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  return [...lines, lineOf(countOf(all, drawn), 'in all')].join('\n');
};

/** The share that was found of those that were tried. */
export const scoreOf = ({ files }: Report, drawn?: ReadonlySet<string>): number => {
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const { found: caught, tried } = countOf(all, drawn);
  return caught / Math.max(1, tried);
};

/** The mutants that no spec noticed, each by its key. */
export const survivorsOf = ({ files }: Report, drawn?: ReadonlySet<string>): readonly string[] =>
  Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants
      .filter((mutant) => isMissed(mutant) && (drawn?.has(mutant.id) ?? true))
      .map((mutant) => keyOf(path, mutant)),
  );
