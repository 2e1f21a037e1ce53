import type { InquiryFault } from '../ports/inquiries.ts';
import { Problem, type ProblemError, type ProblemSaid, shown } from './problem-document.ts';
import { problemOfFault } from './problem-of-fault.ts';
import { isOfMoment, problemOfMoment } from './problem-of-moment.ts';

/** Where in a request its moments stand, as the names of its parameters or members. */
export interface MomentsAsked {
  readonly in: 'query' | 'body';
  readonly moments: Readonly<Record<string, string | undefined>>;
}

type Own = Extract<
  InquiryFault,
  {
    readonly _tag:
      'MomentsTurned' | 'PatchRefused' | 'InquiryTooLong' | 'AnswerTooLarge' | 'InquiryFailed';
  }
>;

/** Says why an inquiry has no answer, and what to ask instead. */
export const problemOfInquiry = (fault: InquiryFault, asked: MomentsAsked): Problem => {
  switch (fault._tag) {
    case 'MomentsTurned':
    case 'PatchRefused':
    case 'InquiryTooLong':
    case 'AnswerTooLarge':
    case 'InquiryFailed':
      return problemOfOwn(fault, asked);
    default:
      return isOfMoment(fault) ? placedMoment(fault, asked) : problemOfFault(fault);
  }
};

/** A moment that there is not, at the place where it was asked for. */
const placedMoment = (
  fault: Parameters<typeof problemOfMoment>[0],
  { in: part, moments }: MomentsAsked,
): Problem => {
  const named = Object.entries(moments).filter(([, text]) => text !== undefined);
  const [name = 'at', text = ''] = named.find(([, one]) => isThat(fault, one)) ?? named[0] ?? [];
  return problemOfMoment(fault, text).placed((one) => ({
    ...one,
    pointer: `/${name}`,
    in: part,
  }));
};

const isThat = (fault: Parameters<typeof problemOfMoment>[0], text: string | undefined): boolean =>
  'asked' in fault && String(fault.asked) === text?.trim();

const problemOfOwn = (fault: Own, { in: part, moments }: MomentsAsked): Problem => {
  const [first = 'from'] = Object.keys(moments);
  const { error, ...said } = saidOf(fault, `/${first}`);
  const errors = error === undefined ? undefined : [{ in: part, ...error }];
  const problem = new Problem({ ...said, code: fault._tag, errors });
  if (fault._tag === 'InquiryFailed') problem.cause = fault;
  return problem;
};

interface Said extends Omit<ProblemSaid, 'errors'> {
  readonly error?: ProblemError;
}

const saidOf = (fault: Own, pointer: string): Said => {
  switch (fault._tag) {
    case 'MomentsTurned':
      return turned(fault, pointer);
    case 'PatchRefused':
      return patchRefused(fault);
    case 'InquiryTooLong':
      return tooLong(fault);
    case 'AnswerTooLarge':
      return tooLarge(fault);
    case 'InquiryFailed':
      return {
        slug: 'inquiry-failed',
        status: 500,
        title: 'It could not be found out',
        detail: 'The log of the server has more under the id of this request.',
      };
  }
};

type Of<Tag extends Own['_tag']> = Extract<Own, { readonly _tag: Tag }>;

const turned = ({ from, to }: Of<'MomentsTurned'>, pointer: string): Said => ({
  slug: 'moments-turned',
  status: 400,
  title: 'The first moment is after the second',
  detail: `Revision ${from} is after ${to}.`,
  error: {
    pointer,
    problem: `the first moment, revision ${from}, is after the second, ${to}`,
    remedy: `ask from ${to} to ${from}`,
  },
});

const patchRefused = ({ field, problem, remedy }: Of<'PatchRefused'>): Said => ({
  slug: 'patch',
  status: 422,
  title: 'That cannot be otherwise',
  detail: `${field === '' ? 'The patch' : field}: ${problem}.`,
  error: { pointer: '/patch', value: shown(field), problem, remedy },
});

const tooLong = ({ ms }: Of<'InquiryTooLong'>): Said => ({
  slug: 'takes-too-long',
  status: 504,
  title: 'That takes too long here',
  detail: `It had no answer after ${ms / 1000} s.`,
  error: {
    pointer: '',
    problem: `had no answer after ${ms / 1000} s`,
    remedy: 'ask about a shorter time, or read the ledger itself: --ledger FILE',
  },
});

const tooLarge = ({ bytes, bytesMax }: Of<'AnswerTooLarge'>): Said => ({
  slug: 'answer-too-large',
  status: 422,
  title: 'An answer that is too large',
  detail: `It has ${bytes} bytes; ${bytesMax} are sent.`,
  error: {
    pointer: '/subject',
    problem: `leads to more than ${bytesMax} bytes`,
    remedy: 'name the subjects, or moments that are closer to each other',
  },
});
