import type { InvalidSpec } from '../../domain/workload/index.ts';
import type { Field } from './refusal-words.ts';

/** A value of a submission that cannot mean anything, and what would. */
export const specField = ({ pointer, value, problem, bound }: InvalidSpec): Field => {
  switch (problem) {
    case 'Empty':
      return { pointer, value, problem: 'is empty', remedy: 'say at least one' };
    case 'AboveBound':
      return { pointer, value, problem: `is more than ${bound}`, remedy: `say at most ${bound}` };
    case 'BelowBound':
      return { pointer, value, problem: `is less than ${bound}`, remedy: `say at least ${bound}` };
    case 'NotAWholeNumber':
      return {
        pointer,
        value,
        problem: `is not a whole number from ${bound} on`,
        remedy: `say a whole number from ${bound} on`,
      };
    case 'NotAnId':
      return {
        pointer,
        value,
        problem: 'is no id',
        remedy: 'use lower-case letters, digits and . _ : @ -, at most 253 of them',
      };
    case 'Duplicate':
      return { pointer, value, problem: 'is there twice', remedy: 'name each one differently' };
    case 'ShareWithoutDevices':
      return {
        pointer,
        value,
        problem: 'is a share of no devices',
        remedy: 'say how many devices in gpuDevices, or 0 here',
      };
    case 'DevicesWithoutShare':
      return {
        pointer,
        value,
        problem: 'takes nothing of the devices',
        remedy: 'say 1000 for whole devices, or 0 in gpuDevices',
      };
    case 'NotWellFormed':
      return {
        pointer,
        value: '(not shown)',
        problem: 'holds half of a character',
        remedy: 'send well-formed Unicode',
      };
    case 'NotForThisType':
      return {
        pointer,
        value,
        problem: `is not for a workload of type ${value}`,
        remedy: 'leave it out, or submit another type',
      };
    case 'NotOneSubGroup':
      return {
        pointer,
        value,
        problem: `is only for a workload of one sub-group, not of ${value}`,
        remedy: 'leave it out, or submit one sub-group',
      };
  }
};
