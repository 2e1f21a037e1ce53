import type { Noun } from './nouns.ts';
import { department } from './resources/department.ts';
import type { DescribeArguments, ListArguments } from './resources/kind.ts';
import { node } from './resources/node.ts';
import { nodepool } from './resources/nodepool.ts';
import { project } from './resources/project.ts';
import { queue } from './resources/queue.ts';
import type { Resource } from './resources/resource.ts';
import { workload } from './resources/workload.ts';
import type { Terminal } from './terminal.ts';

const resources: Readonly<Record<Noun, Resource>> = {
  workload,
  queue,
  project,
  department,
  nodepool,
  node,
};

/** `berth NOUN list --ledger FILE`; an empty list says so on stderr and is no failure. */
export const listNoun = (terminal: Terminal, noun: Noun, args: ListArguments): Promise<number> =>
  resources[noun].list(terminal, args);

/** `berth NOUN describe ID --ledger FILE`; exit 3 where nobody has that id. */
export const describeNoun = (
  terminal: Terminal,
  noun: Noun,
  args: DescribeArguments,
): Promise<number> => resources[noun].describe(terminal, args);
