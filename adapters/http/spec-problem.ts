import type { InvalidSpec, SpecProblem } from '../../domain/workload/index.ts';
import type { Field } from './refusal-words.ts';

type Said = Pick<Field, 'problem' | 'remedy'>;

const words: Readonly<Record<SpecProblem, (spec: InvalidSpec) => Said>> = {
  Empty: () => ({ problem: 'is empty', remedy: 'say at least one' }),
  AboveBound: ({ bound }) => ({
    problem: `is more than ${bound}`,
    remedy: `say at most ${bound}`,
  }),
  BelowBound: ({ bound }) => ({
    problem: `is less than ${bound}`,
    remedy: `say at least ${bound}`,
  }),
  NotAWholeNumber: ({ bound }) => ({
    problem: `is not a whole number from ${bound} on`,
    remedy: `say a whole number from ${bound} on`,
  }),
  NotAnId: () => ({
    problem: 'is no id',
    remedy: 'use lower-case letters, digits and . _ : @ -, at most 253 of them',
  }),
  Duplicate: () => ({ problem: 'is there twice', remedy: 'name each one differently' }),
  ShareWithoutDevices: () => ({
    problem: 'is a share of no devices',
    remedy: 'say how many devices in gpuDevices, or 0 here',
  }),
  DevicesWithoutShare: () => ({
    problem: 'takes nothing of the devices',
    remedy: 'say 1000 for whole devices, or 0 in gpuDevices',
  }),
  NotWellFormed: () => ({
    problem: 'holds half of a character',
    remedy: 'send well-formed Unicode',
  }),
  NotForThisType: ({ value }) => ({
    problem: `is not for a workload of type ${value}`,
    remedy: 'leave it out, or submit another type',
  }),
  NotOneSubGroup: ({ value }) => ({
    problem: `is only for a workload of one sub-group, not of ${value}`,
    remedy: 'leave it out, or submit one sub-group',
  }),
};

/** A value of a submission that cannot mean anything, and what would. */
export const specField = (spec: InvalidSpec): Field => {
  const { pointer, value, problem } = spec;
  const isTold = problem !== 'NotWellFormed';
  return { pointer, value: isTold ? value : '(not shown)', ...words[problem](spec) };
};
