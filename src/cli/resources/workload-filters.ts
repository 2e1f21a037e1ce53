import { closestTo } from '../../../domain/foundation/closest.ts';
import type { EndedWanted } from '../../main/moments/kept-workloads.ts';
import { type WorkloadNoun, workloadTypes } from '../nouns.ts';
import type { Server } from '../remote/server.ts';
import type { DescribeArguments, ListArguments, Need, Wish } from './kind.ts';
import { phases, type WorkloadLine } from './workload-columns.ts';

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether a value is one of those that are wanted; no wish is met by all. Case makes no difference. */
const isAmong = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.some((one) => isSame(one, value));

interface Word {
  readonly flag: string;
  /** More than one of them. */
  readonly what: string;
  readonly typed: readonly string[];
  readonly known: readonly string[];
  readonly problem: (word: string) => string;
}

const wordProblem = ({ flag, what, typed, known, problem }: Word): string | undefined => {
  const unknown = typed.find((one) => !isAmong(known, one));
  if (unknown === undefined) return undefined;
  const spelled = known.find((word) => /^[A-Z]/.test(word)) === undefined ? lower : capital;
  const close = closestTo(spelled(unknown), known);
  const remedy =
    close.length === 0
      ? `the ${what} are ${known.join(', ')}`
      : `did you mean ${close.join(' or ')}?`;
  return `error: ${problem(unknown)}\n  at: ${flag}\n  remedy: ${remedy}\n`;
};

const lower = (text: string): string => text.toLowerCase();
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + lower(text.slice(1));

/** What is wrong with the filters of a list, as the text to print. */
export const filterProblem = ({ phase = [], type = [] }: ListArguments): string | undefined =>
  wordProblem({
    flag: '--phase',
    what: 'phases',
    typed: phase,
    known: phases,
    problem: (word) => `no workload is ever in phase '${word}'`,
  }) ??
  wordProblem({
    flag: '--type',
    what: 'types',
    typed: type,
    known: workloadTypes,
    problem: (word) => `there is no type of workload '${word}'`,
  });

/** One value of a filter the server sees to; several are sorted out here. */
const condition = (field: string, wanted: readonly string[] | undefined): readonly string[] =>
  wanted?.length === 1 ? [`${field}==${wanted[0] ?? ''}`] : [];

const spelled = (wanted: readonly string[] | undefined, known: readonly string[]) =>
  wanted?.map((one) => known.find((word) => isSame(word, one)) ?? one);

/** The condition that only workloads of a noun are wanted. */
export const ofType = (noun: WorkloadNoun): readonly string[] =>
  noun === 'workload' ? [] : [`workloadType==${noun}`];

/** What of a list the server sees to. */
export const wishOf =
  (noun: WorkloadNoun) =>
  (args: ListArguments, server: Server): Partial<Wish> => {
    const { project, queue, nodePool, deleted, all } = args;
    const phase = spelled(args.phase, phases);
    const projects = project ?? (all === true || !server.project ? undefined : [server.project]);
    const isEvery = all === true || phase !== undefined;
    const standing = deleted === true ? ['phase==Deleted'] : isEvery ? [] : ['phase!=Deleted'];
    return {
      filterBy: [
        ...ofType(noun),
        ...standing,
        ...condition('projectId', projects),
        ...condition('phase', phase),
        ...condition('queueId', queue),
        ...condition('nodePoolId', nodePool),
        ...condition('workloadType', spelled(args.type, workloadTypes)),
      ],
    };
  };

/** An id means one thing; a name the one of a project that has not been deleted, else the last that was. */
export const lookups =
  (noun: WorkloadNoun) =>
  ({ id, project }: DescribeArguments, server: Server): readonly Wish[] => {
    const owner = project ?? server.project;
    const named = [
      ...ofType(noun),
      `name==${id}`,
      ...(owner === undefined ? [] : [`projectId==${owner}`]),
    ];
    const one = { isWhole: true, max: 10, sortBy: 'submittedAtMs', sortOrder: 'desc' };
    return [
      { ...one, filterBy: [...ofType(noun), `id==${id}`] },
      { ...one, filterBy: [...named, 'phase!=Deleted'] },
      { ...one, filterBy: named, max: 1 },
    ];
  };

/** As `lookups`, among the rows of a ledger. */
export const meant = (
  rows: readonly WorkloadLine[],
  { id, project }: DescribeArguments,
): readonly WorkloadLine[] => {
  const byId = rows.filter(({ row }) => row.id === id);
  if (byId.length > 0) return byId;
  const named = rows.filter(
    ({ row }) => row.name === id && (project === undefined || row.projectId === project),
  );
  const standing = named.filter(({ row }) => row.phase !== 'Deleted');
  if (standing.length > 0) return standing;
  return named.toSorted((a, b) => b.row.submittedAtMs - a.row.submittedAtMs).slice(0, 1);
};

/** Of the workloads that have ended, those that somebody looks for. */
export const endedFor = ({ phases: wanted, called }: Need): EndedWanted => {
  if (called !== undefined) return ({ id, name }) => called.includes(id) || called.includes(name);
  const among = wanted === undefined ? undefined : spelled(wanted, phases);
  return among?.every((phase) => !endings.has(phase)) === true ? 'none' : 'all';
};

/** Phases that a workload may come to after it has ended, and those in which it has. */
const endings: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Deleting', 'Deleted']);

/** Whether a workload passes the filters of a list. */
export const isWanted = ({ row }: WorkloadLine, args: ListArguments): boolean =>
  isAmong(args.project, row.projectId) &&
  isAmong(args.phase, row.phase) &&
  isAmong(args.queue, row.queueId) &&
  isAmong(args.type, row.workloadType) &&
  isAmong(args.nodePool, row.nodePoolId) &&
  (args.deleted !== true || row.phase === 'Deleted');
