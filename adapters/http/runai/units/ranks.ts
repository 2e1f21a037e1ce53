/**
 * The words for how early a project or department is served among its siblings; 100 is what nobody asked for.
 *
 * The numbers are Berth's own: Run:ai's scheduler has numbers too, with 100 for what nobody asked for, and its API words.
 */
export const rankByWord = {
  VeryLow: 25,
  Low: 50,
  MediumLow: 100,
  Medium: 150,
  MediumHigh: 200,
  High: 250,
  VeryHigh: 300,
} as const;

/** The words in the order of their numbers. */
export const rankWords: readonly string[] = Object.keys(rankByWord);

const numberByWord: ReadonlyMap<string, number> = new Map(Object.entries(rankByWord));
const wordByNumber: ReadonlyMap<number, string> = new Map(
  Object.entries(rankByWord).map(([word, value]) => [value, word]),
);

/** The number of a rank that was said as a word or as a number. */
export const rankOf = (said: string | number): number | undefined =>
  typeof said === 'number' ? said : numberByWord.get(said);

/** A rank as a word where it has one, else as a number. */
export const rankSaid = (rank: number): string | number => wordByNumber.get(rank) ?? rank;
