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
  NotAnInteger: () => ({
    problem: 'is no whole number',
    remedy: 'write one whole number as a text, such as "64"',
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
  UnknownPodSet: ({ value }) => ({
    problem: `is no pod set of the gang: ${value}`,
    remedy: 'list it in /gang/podSets, or name one that is there',
  }),
  UnknownGroup: ({ value }) => ({
    problem: `is no group of the gang: ${value}`,
    remedy: 'list it in /gang/groups, or name one that is there',
  }),
  Cycle: ({ value }) => ({
    problem: `puts the group ${value} above itself`,
    remedy: 'leave it out, or name a group that is not below it',
  }),
  NoPods: ({ value }) => ({
    problem: `is a pod set that no sub-group belongs to: ${value}`,
    remedy: 'leave it out, or name it in the podSet of a sub-group',
  }),
  NoLevel: () => ({
    problem: 'names no level of its topology',
    remedy: 'say required, preferred, or both',
  }),
  MemoryAndShare: () => ({
    problem: 'stands besides a share of the devices',
    remedy: 'leave it out, or say 0 in gpuMilli',
  }),
  MemoryWithoutDevices: () => ({
    problem: 'is memory of no devices',
    remedy: 'say how many devices in gpuDevices, or leave it out',
  }),
  DevicesAndMig: () => ({
    problem: 'stands besides devices',
    remedy: 'ask for slices or for devices: leave it out, or say 0 in gpuDevices',
  }),
  NotAMigSlice: () => ({
    problem: 'is no slice of a device',
    remedy: 'name the resource, such as nvidia.com/mig-1g.10gb',
  }),
  OwnMember: () => ({
    problem: 'has a member of its own',
    remedy: 'say it in gpuDevices, mig, cpuMilli or memoryBytes',
  }),
  NotAProtocol: () => ({ problem: 'is no protocol of ports', remedy: 'say TCP, UDP or SCTP' }),
  NotFirst: () => ({
    problem: 'is not the pool in nodePoolId',
    remedy: 'let the list begin with nodePoolId',
  }),
  AlreadyPreemptible: () => ({
    problem: 'stands besides preemptible',
    remedy: 'leave it out, or say false in preemptible',
  }),
};

/** A value of a submission that cannot mean anything, and what would. */
export const specField = (spec: InvalidSpec): Field => {
  const { pointer, value, problem } = spec;
  const isTold = problem !== 'NotWellFormed';
  return { pointer, value: isTold ? value : '(not shown)', ...words[problem](spec) };
};
