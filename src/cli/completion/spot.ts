import type { Argument, Command, Option } from 'commander';
import { workloadNouns } from '../nouns.ts';

/** What kind of values a flag or an argument takes, as far as they can be offered. */
export type Offered =
  | 'file'
  | 'project'
  | 'department'
  | 'queue'
  | 'nodepool'
  | 'node'
  | 'cluster'
  | 'topology'
  | 'resourceclaim'
  | 'workload'
  | 'context'
  | 'phase'
  | 'type'
  | 'priority'
  | 'preemptibility'
  | 'dryRun'
  | 'shell'
  | 'output'
  | 'gpuPlacement'
  | 'cpuPlacement'
  | 'other';

/** Where on a command line somebody is. */
export interface Spot {
  /** What is to be offered; nothing for commands and flags, which the tree has. */
  readonly wanted: Offered | undefined;
  /** What has been typed of it. */
  readonly typed: string;
  /** The noun of the command, such as `training`. */
  readonly noun: string;
  /** Values of flags that have been typed, by the names that commander gives them. */
  readonly flags: Readonly<Record<string, string>>;
}

interface Walk {
  command: Command;
  readonly names: string[];
  readonly flags: Record<string, string>;
  positional: number;
  /** The flag whose value comes next. */
  open: Option | undefined;
}

/** Finds out what the last of some words is to be. */
export const spotOf = (program: Command, words: readonly string[]): Spot => {
  const last = words.at(-1) ?? '';
  const walk: Walk = { command: program, names: [], flags: {}, positional: 0, open: undefined };
  for (const word of words.slice(0, -1)) step(walk, word);
  const noun = walk.names[0] ?? '';
  const found = (wanted: Offered | undefined, typed: string): Spot => ({
    wanted,
    typed,
    noun,
    flags: walk.flags,
  });
  if (walk.open !== undefined) return found(offeredBy(walk.open), last);
  const equals = last.indexOf('=');
  if (last.startsWith('--') && equals !== -1) {
    const option = optionOf(walk.command, last.slice(0, equals));
    const wanted = option === undefined ? undefined : offeredBy(option);
    return found(wanted, last.slice(equals + 1));
  }
  if (last.startsWith('-')) return found(undefined, last);
  const args = walk.command.registeredArguments;
  const argument =
    args[walk.positional] ?? (args.at(-1)?.variadic === true ? args.at(-1) : undefined);
  return found(argument === undefined ? undefined : offeredFor(argument, walk.names), last);
};

const step = (walk: Walk, word: string): void => {
  if (walk.open !== undefined) {
    walk.flags[walk.open.attributeName()] = word;
    walk.open = undefined;
  } else if (word.startsWith('-') && word !== '-') {
    const [flag = '', ...value] = word.split('=');
    const option = optionOf(walk.command, flag);
    if (option === undefined || !(option.required || option.optional)) return;
    if (value.length === 0) walk.open = option;
    else walk.flags[option.attributeName()] = value.join('=');
  } else {
    const sub = walk.command.commands.find(
      (one) => one.name() === word || one.aliases().includes(word),
    );
    if (sub === undefined) walk.positional += 1;
    else {
      walk.command = sub;
      walk.names.push(sub.name());
    }
  }
};

const optionOf = (command: Command, flag: string): Option | undefined =>
  command.options.find(({ long, short }) => long === flag || short === flag);

const byFlag = new Map<string, Offered>([
  ['project', 'project'],
  ['toProject', 'project'],
  ['department', 'department'],
  ['queue', 'queue'],
  ['nodePool', 'nodepool'],
  ['nodePools', 'nodepool'],
  ['defaultNodePool', 'nodepool'],
  ['cluster', 'cluster'],
  ['context', 'context'],
  ['phase', 'phase'],
  ['status', 'phase'],
  ['type', 'type'],
  ['priority', 'priority'],
  ['preemptibility', 'preemptibility'],
  ['dryRun', 'dryRun'],
  ['output', 'output'],
  ['gpuPlacement', 'gpuPlacement'],
  ['cpuPlacement', 'cpuPlacement'],
  ['ledger', 'file'],
  ['filename', 'file'],
  ['tokenFile', 'file'],
  ['scenario', 'file'],
  ['jobs', 'file'],
  ['nodes', 'file'],
  ['queues', 'file'],
  ['config', 'file'],
]);

const offeredBy = (option: Option): Offered => {
  const name = option.attributeName();
  // A cluster of `berth up` is a kind of cluster, and its files are named alike.
  return byFlag.get(name) ?? 'other';
};

const nounsWithIds = [
  'project',
  'department',
  'queue',
  'nodepool',
  'node',
  'cluster',
  'topology',
  'resourceclaim',
] as const;

const offeredFor = (argument: Argument, [noun = '', verb = '']: readonly string[]): Offered => {
  const name = argument.name();
  if (name === 'file') return 'file';
  if (name === 'shell') return 'shell';
  if (noun === 'context') return verb === 'set' ? 'other' : 'context';
  if (verb === 'create' || verb === 'submit') return 'other';
  if (name.startsWith('workload') || workloadNouns.some((one) => one === name)) return 'workload';
  return nounsWithIds.find((one) => one === noun) ?? 'other';
};
