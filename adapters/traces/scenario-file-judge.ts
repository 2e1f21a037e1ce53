import { isLeft } from '../../domain/foundation/fp.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { type InvalidSpec, type SpecProblem, workload } from '../../domain/workload/index.ts';
import type { ScenarioJob } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';

/** A job as it was read, whether its one sub-group was written in short form, and whether its gang as a tree. */
interface Judged {
  readonly job: ScenarioJob;
  readonly isShort: boolean;
  readonly isTree: boolean;
}

/**
 * Asks the rules of a workload whether they take the job, so that no scenario is read that cannot be played.
 *
 * @throws InputRefusal
 */
export const judgeJob = (page: Page, at: string, said: Judged): void => {
  const { nodePoolIds: _asked, ...job } = said.job;
  const judged = workload.decide(
    {
      type: 'SubmitWorkload',
      ...job,
      name: job.id,
      nodePoolId: 'default',
      queueId: undefined,
      isProjectKnown: true,
      isNodePoolKnown: true,
      isNameTaken: false,
    },
    workload.initial,
  );
  if (!isLeft(judged)) return;
  const refusal = judged.left;
  invariant(refusal._tag === 'InvalidSpec', () => `a new workload is refused: ${refusal._tag}`);
  refuseAt(page, at + pointerInFile(refusal.pointer, said), objectionTo(refusal));
};

const keyByMember: Readonly<Record<string, string>> = {
  gpuDevices: 'gpu',
  gpuMilli: 'gpu',
  cpuMilli: 'cpu',
  memoryBytes: 'memory',
  gpuMemoryMib: 'gpuMemory',
};

const pointerInFile = (pointer: string, { isShort, isTree }: Judged): string => {
  const inFile = (isTree ? pointer : bySubGroup(pointer)).replace(
    /\/request\/(\w+)(\/.*)?$/,
    (_, member: string, rest: string | undefined) => {
      const isByName = member === 'mig' || member === 'resources';
      return `/${keyByMember[member] ?? member}${isByName ? '' : (rest ?? '')}`;
    },
  );
  return isShort ? inFile.replace(/^\/subGroups\/0/, '') : inFile;
};

/** The pod sets of a gang that nobody wrote are the sub-groups, one for one. */
const bySubGroup = (pointer: string): string =>
  pointer.replace(/^\/gang\/podSets(?=\/)/, '/subGroups').replace(/^\/gang\/topology/, '/topology');

const objectionTo = ({ value, problem, bound }: InvalidSpec) => {
  const { says, remedy } = wordsFor[problem];
  const seen = typeof value === 'string' ? shown(value) : String(value);
  const least = bound === undefined ? '' : ` ${bound}`;
  return { problem: `${seen} ${says}${least}`, remedy };
};

const wordsFor: Readonly<Record<SpecProblem, { readonly says: string; readonly remedy: string }>> =
  {
    Empty: { says: 'is less than', remedy: 'say what it is' },
    AboveBound: { says: '(in all of the workload) is more than', remedy: 'ask for less' },
    NotAWholeNumber: { says: 'is no whole number from', remedy: 'write one' },
    NotAnInteger: { says: 'is no whole number', remedy: 'write one as a text, such as "64"' },
    NotAnId: { says: 'is no id', remedy: 'use lower-case letters, digits and "-"' },
    Duplicate: { says: 'is there twice', remedy: 'give every sub-group a name of its own' },
    ShareWithoutDevices: { says: 'is a share of no GPU', remedy: 'ask for GPUs' },
    DevicesWithoutShare: { says: 'is less of each GPU than', remedy: 'ask for a share' },
    BelowBound: { says: 'is less than', remedy: 'ask for more' },
    NotWellFormed: { says: 'holds half of a character', remedy: 'write whole characters' },
    NotForThisType: { says: 'is not meant for this', remedy: 'leave it out' },
    NotOneSubGroup: { says: 'sub-groups are not one', remedy: 'ask for one sub-group' },
    UnknownPodSet: { says: 'is no pod set of the gang', remedy: 'list it among the pod sets' },
    UnknownGroup: { says: 'is no group of the gang', remedy: 'list it among the groups' },
    Cycle: { says: 'stands above itself', remedy: 'name a group that is not below it' },
    NoPods: { says: 'is a pod set without pods', remedy: 'name it in a sub-group' },
    NoLevel: { says: 'is named, but none of its levels', remedy: 'say required or preferred' },
    MemoryAndShare: { says: 'stands besides a share of GPUs', remedy: 'ask for one of the two' },
    MemoryWithoutDevices: { says: 'is memory of no GPU', remedy: 'ask for GPUs' },
    DevicesAndMig: { says: 'GPUs stand besides slices', remedy: 'ask for one of the two' },
    NotAMigSlice: { says: 'is no slice of a GPU', remedy: 'write nvidia.com/mig-1g.10gb' },
    OwnMember: { says: 'has a field of its own', remedy: 'write it there' },
    NotAProtocol: { says: 'is no protocol of ports', remedy: 'write TCP, UDP or SCTP' },
    NotFirst: { says: 'is not the pool of the job', remedy: 'begin with that one' },
    AlreadyPreemptible: { says: 'stands besides preemptible', remedy: 'leave one of them out' },
  };
