import { isLeft } from '../../../domain/foundation/fp.ts';
import { workloadTypes } from '../nouns.ts';
import type { Terminal } from '../terminal.ts';
import { contextsPath } from '../remote/contexts.ts';
import { destinationOf } from '../remote/destination.ts';
import { createServer } from '../remote/server.ts';
import { listAt, textAt } from '../remote/problem.ts';
import type { Offered, Spot } from './spot.ts';

/** Nobody waits longer for what they are typing. @unit ms */
const patienceMs = 400;
/** Most values that are offered at once. */
const valuesMax = 200;

const paths = new Map<Offered, string>([
  ['project', 'projects'],
  ['department', 'departments'],
  ['queue', 'queues'],
  ['nodepool', 'node-pools'],
  ['node', 'nodes'],
  ['cluster', 'clusters'],
  ['topology', 'topologies'],
  ['resourceclaim', 'resource-claims'],
  ['workload', 'workloads'],
]);

const words = new Map<Offered, readonly string[]>([
  ['type', workloadTypes],
  ['priority', ['very-low', 'low', 'medium-low', 'medium', 'medium-high', 'high', 'very-high']],
  ['preemptibility', ['preemptible', 'non-preemptible']],
  ['dryRun', ['none', 'client', 'server']],
  ['shell', ['bash', 'zsh', 'fish']],
  ['output', ['table', 'wide', 'json', 'yaml', 'name', 'text']],
  ['gpuPlacement', ['berth', 'fgd', 'binpack', 'spread']],
  ['cpuPlacement', ['binpack', 'spread']],
]);

/** What may stand at a spot: known words, the contexts, or what the server has. */
export const valuesOf = async (
  terminal: Terminal,
  wanted: Offered,
  spot: Spot,
): Promise<readonly string[]> => {
  const begun = (all: readonly string[]): readonly string[] =>
    all.filter((one) => one.startsWith(spot.typed));
  const known = words.get(wanted);
  if (known !== undefined) return begun(known);
  if (wanted === 'phase') {
    const { phases } = await import('../resources/workload-columns.ts');
    return begun(phases);
  }
  if (wanted === 'context') return begun(await contextNames(terminal));
  const path = paths.get(wanted);
  return path === undefined ? [] : idsOf(terminal, path, spot);
};

const contextNames = async (terminal: Terminal): Promise<readonly string[]> => {
  const path = contextsPath(terminal);
  if (path === undefined) return [];
  const { readContexts } = await import('../remote/contexts-read.ts');
  const file = await readContexts(path);
  return isLeft(file) ? [] : [...file.right.contexts.keys()];
};

const idsOf = async (terminal: Terminal, path: string, spot: Spot): Promise<readonly string[]> => {
  const { server: url, context, tokenFile } = spot.flags;
  const flags = { server: url, context, tokenFile, timeout: patienceMs };
  const destination = await destinationOf(terminal, flags);
  if (isLeft(destination)) return [];
  const server = await createServer(destination.right);
  const giveUp = setTimeout(() => server.close(), patienceMs);
  const query = { filterBy: filterOf(path, spot), limit: valuesMax };
  const answer = await server.get(`berth/v1/${path}`, query);
  clearTimeout(giveUp);
  server.close();
  if (isLeft(answer)) return [];
  return listAt(answer.right, 'items').flatMap((item) => textAt(item, 'id') ?? []);
};

const filterOf = (path: string, { typed, noun }: Spot): readonly string[] => [
  ...(typed === '' ? [] : [`id=^${typed}`]),
  ...(path === 'workloads' ? ['phase!=Deleted'] : []),
  ...(path === 'workloads' && isType(noun) ? [`workloadType==${noun}`] : []),
];

const isType = (noun: string): boolean => workloadTypes.some((type) => type === noun);
