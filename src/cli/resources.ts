import type { Noun } from './nouns.ts';
import type { DescribeArguments, ListArguments } from './resources/kind.ts';
import type { Resource } from './resources/resource.ts';
import type { Terminal } from './terminal.ts';

/** Loads what a noun needs, and no other. */
const resourceOf = async (noun: Noun): Promise<Resource> => {
  switch (noun) {
    case 'workload':
    case 'training':
    case 'workspace':
    case 'inference':
    case 'distributed':
      return (await import('./resources/workload.ts')).workloadOf(noun);
    case 'queue':
      return (await import('./resources/queue.ts')).queue;
    case 'project':
      return (await import('./resources/project.ts')).project;
    case 'department':
      return (await import('./resources/department.ts')).department;
    case 'nodepool':
      return (await import('./resources/nodepool.ts')).nodepool;
    case 'node':
      return (await import('./resources/node.ts')).node;
    case 'cluster':
      return (await import('./resources/cluster.ts')).cluster;
    case 'topology':
      return (await import('./resources/topology.ts')).topology;
    case 'resourceclaim':
      return (await import('./resources/resource-claim.ts')).resourceClaim;
  }
};

/** `berth NOUN list`; an empty list says so on stderr and is no failure. */
export const listNoun = async (
  terminal: Terminal,
  noun: Noun,
  args: ListArguments,
): Promise<number> => (await resourceOf(noun)).list(terminal, args);

/** `berth NOUN describe ID`; exit 3 where nobody has that id. */
export const describeNoun = async (
  terminal: Terminal,
  noun: Noun,
  args: DescribeArguments,
): Promise<number> => (await resourceOf(noun)).describe(terminal, args);
