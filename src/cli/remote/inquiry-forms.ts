import type { Diff } from '../../app/diff/index.ts';
import type { Cause, Why } from '../../app/why/index.ts';
import type { WhatIf } from '../../main/whatif/answer.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from './faults.ts';
import { memberOf } from './problem.ts';
import type { Server } from './server.ts';

/** A form that an answer has to have. */
export interface AnswerForm<Answer> {
  /** What it is, for people. */
  readonly noun: string;
  readonly fits: (value: unknown) => value is Answer;
}

const has = (value: unknown, ...keys: readonly string[]): boolean =>
  keys.every((key) => memberOf(value, key) !== undefined);

const isCause = (value: unknown): value is Cause => {
  const causes = memberOf(value, 'causes');
  return typeof memberOf(value, 'says') === 'string' && Array.isArray(causes)
    ? causes.every(isCause)
    : false;
};

/** Why something is as it is. */
export const whyForm: AnswerForm<Why> = {
  noun: 'a why',
  fits: (value): value is Why =>
    has(value, 'subject', 'revision', 'asOfMs', 'outcome') && isCause(memberOf(value, 'because')),
};

/** What is other than it was. */
export const diffForm: AnswerForm<Diff> = {
  noun: 'a difference',
  fits: (value): value is Diff => {
    const subjects = memberOf(value, 'subjects');
    return (
      has(value, 'from', 'to', 'counts') &&
      Array.isArray(subjects) &&
      subjects.every((one) => has(one, 'subject', 'happened', 'changes'))
    );
  },
};

/** What would have been. */
export const whatIfForm: AnswerForm<WhatIf> = {
  noun: 'a what-if',
  fits: (value): value is WhatIf =>
    has(value, 'from', 'until', 'assumption', 'changes', 'refusals') &&
    ['recorded', 'without', 'patched'].every((told) =>
      has(memberOf(value, told), 'waits', 'queues'),
    ),
};

/** What a server answered, in the form that it has to have. */
export const inForm = <Answer>(
  { address }: Pick<Server, 'address'>,
  { noun, fits }: AnswerForm<Answer>,
  answer: Either<RemoteFault, unknown>,
): Either<RemoteFault, Answer> => {
  if (isLeft(answer)) return answer;
  return fits(answer.right)
    ? right(answer.right)
    : left({ _tag: 'AnswerUnreadable', address, problem: `the answer is not ${noun}` });
};
