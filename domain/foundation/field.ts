/** What is wrong with one field of a command: where it is, what stands there, and what would be right. */
export interface FieldProblem {
  /** JSON pointer into the command. */
  readonly pointer: string;
  readonly value: string | number;
  readonly problem: string;
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Tells whether a text can name a project, department, node pool or cluster: a DNS label, at most 63 characters. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && dnsLabel.test(text);

/** Says what keeps a text from being a DNS label, or nothing. */
export const dnsLabelProblem = (pointer: string, value: string): FieldProblem | undefined =>
  isDnsLabel(value)
    ? undefined
    : {
        pointer,
        value: shortened(value),
        problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
      };

/** Says what keeps a number from being an amount (a whole number from 0 to 2^53−1), or nothing. */
export const amountProblem = (pointer: string, value: number): FieldProblem | undefined =>
  Number.isSafeInteger(value) && value >= 0
    ? undefined
    : { pointer, value, problem: 'must be a whole number from 0 to 9007199254740991' };

/** The first problem among several checks, in their order. */
export const firstProblem = (
  ...found: readonly (FieldProblem | undefined)[]
): FieldProblem | undefined => found.find((problem) => problem !== undefined);

/** A text short enough to stand in a message, however long the input was. */
export const shortened = (text: string): string =>
  text.length <= 80 ? text : `${text.slice(0, 77)}...`;
