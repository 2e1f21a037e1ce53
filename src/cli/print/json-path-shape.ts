/** One step from a value to values below it. */
export type Step =
  | { readonly step: 'field'; readonly name: string }
  /** From the end where negative. */
  | { readonly step: 'index'; readonly at: number }
  | { readonly step: 'slice'; readonly from: number; readonly to: number | undefined }
  /** Every member of a list or an object. */
  | { readonly step: 'every' }
  /** The members of a list for which something is so. */
  | ({ readonly step: 'filter'; readonly steps: readonly Step[] } & Condition)
  /** The value itself and everything below it. */
  | { readonly step: 'below' };

/** How two values are compared; `is` asks only whether there is one. */
export type Comparison = 'is' | '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What must be so of a value. */
export interface Condition {
  readonly comparison: Comparison;
  readonly wanted: string | number | boolean | null;
}

/** One part of a template. */
export type Part =
  | { readonly part: 'text'; readonly text: string }
  | { readonly part: 'path'; readonly steps: readonly Step[] }
  /** Once for each value; paths inside begin at it. */
  | { readonly part: 'range'; readonly steps: readonly Step[]; readonly body: readonly Part[] };

/** A template that can be filled. */
export interface JsonPath {
  readonly parts: readonly Part[];
}

/** Why a template cannot be read. */
export interface JsonPathProblem {
  /** From 1. */
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
}
