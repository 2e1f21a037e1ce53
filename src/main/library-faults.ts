import { inspect } from 'node:util';
import type { AskProblem } from '../../adapters/http/berth/ask-check.ts';
import type { BrainFault, Refusal } from '../../adapters/ports/live-brain.ts';

export type { AskProblem } from '../../adapters/http/berth/ask-check.ts';

/** A rule said no; `refusal` has the numbers. */
export class AskRefused extends Error {
  override readonly name = 'AskRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused: ${JSON.stringify(refusal)}`);
    this.refusal = refusal;
  }
}

/** The ledger or the engine failed; `fault` says how, and whether to try again. */
export class BrainFaulted extends Error {
  override readonly name = 'BrainFaulted';
  readonly fault: BrainFault;
  constructor(fault: BrainFault) {
    super(`failed: ${JSON.stringify(fault)}`);
    this.fault = fault;
  }
}

/** What was asked is none of what can be asked, and nobody has looked at it; `problems` says why. */
export class AskMalformed extends Error {
  override readonly name = 'AskMalformed';
  readonly problems: readonly AskProblem[];
  constructor(problems: readonly AskProblem[]) {
    const [first] = problems;
    super(`malformed: ${first === undefined ? 'the ask' : sentenceOf(first)}`);
    this.problems = problems;
  }
}

const sentenceOf = ({ pointer, value, problem }: AskProblem): string => {
  const place = pointer === '' ? 'the ask' : pointer;
  return value === undefined ? `${place} ${problem}` : `${place} ${problem}: ${shortly(value)}`;
};

/** Most characters of a value that a message shows. */
const shownMax = 80;

const shortly = (value: unknown): string => {
  const text = inspect(value, { depth: 1, breakLength: Infinity });
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`;
};
