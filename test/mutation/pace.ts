const known: { berthPace?: { casesMax: number } } & object = globalThis;

/**
 * How many cases of each law a mutant is held against: thousands of mutants cannot meet them all. A law that counts its
 * cases meets them all, for it fails where some are left out.
 */
export const usualCases = 80;

/** How many cases the law that is tried now meets; one for all who load this file. */
export const pace: { casesMax: number } = (known.berthPace ??= { casesMax: usualCases });
