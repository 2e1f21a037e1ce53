import type { InputFault } from '../ports/scenario.ts';

/** Carries an `InputFault` out of the parsing code to the one place that turns it into a left. */
export class InputRefusal extends Error {
  override readonly name = 'InputRefusal';
  readonly fault: InputFault;
  constructor(fault: InputFault) {
    super(fault.problem);
    this.fault = fault;
  }
}

/** Where in the input something is wrong, what, and what to do about it. */
export interface Complaint {
  readonly file: string;
  readonly line?: number;
  readonly field?: string;
  readonly problem: string;
  readonly remedy: string;
}

/**
 * Ends the reading of an input: nothing of it is used.
 *
 * @throws InputRefusal always
 */
export function refuse(complaint: Complaint): never {
  const { file, line, field, problem, remedy } = complaint;
  throw new InputRefusal({
    _tag: 'InputRefused',
    retry: 'never',
    file,
    line,
    field,
    problem,
    remedy,
  });
}

/** The left of a reader's `TaskEither`; what is no refusal is a defect and stays one. */
export const faultOf = (error: unknown): InputFault => {
  if (error instanceof InputRefusal) return error.fault;
  throw error;
};

/** A piece of hostile input as a message may show it: escaped, quoted and cut. */
export const shown = (text: string): string =>
  JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
