import type { Ask } from '../../../adapters/ports/ask.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { stateIn } from '../aggregates.ts';
import type { Brain } from '../brain.ts';
import type { Kept } from './agenda.ts';
import type { Patch, PatchRefused, When } from './patch.ts';

/** What a patch is held against. */
export interface Ground {
  readonly brain: Brain;
  /** The fork. */
  readonly fromMs: InstantMs;
  /** The horizon. */
  readonly untilMs: InstantMs;
  readonly patch: Patch;
}

type Refusal = PatchRefused | undefined;

/** When something of a patch happens. */
export const instantOf = (at: When | undefined, fromMs: InstantMs): InstantMs =>
  at?.atMs ?? fromMs + (at?.afterMs ?? 0);

/** The queue of a grant. */
export const queueOf = (
  ask: Extract<Ask, { readonly type: 'GrantProjectQuota' | 'GrantDepartmentQuota' }>,
): string =>
  ask.type === 'GrantProjectQuota'
    ? `${ask.projectId}@${ask.nodePoolId}`
    : `department:${ask.departmentId}@${ask.nodePoolId}`;

/** What of a patch cannot be: whom it names, and when something is to happen; the first one that is found. */
export const refusalOf = (kept: readonly Kept[], ground: Ground): Refusal => {
  const known = knownTo(kept, ground);
  return (
    queueRefused(ground.patch, known) ??
    nodeRefused(ground.patch, known) ??
    workloadRefused(ground.patch, known) ??
    changeRefused(ground.patch, known) ??
    timeRefused(ground)
  );
};

type Kind = 'node' | 'workload' | 'queue' | 'project';

interface Known {
  readonly atFork: (kind: Kind, id: string) => boolean;
  readonly later: (kind: Kind, id: string) => boolean;
  /** At the fork or behind it. */
  readonly ever: (kind: Kind, id: string) => boolean;
}

const knownTo = (kept: readonly Kept[], { brain }: Ground): Known => {
  const ids = new Set(kept.flatMap((one) => ('ask' in one ? laterId(one.ask) : [])));
  const atFork = (kind: Kind, id: string): boolean => stateIn(brain.states, kind, id) !== undefined;
  const later = (kind: Kind, id: string): boolean => ids.has(`${kind}/${id}`);
  return { atFork, later, ever: (kind, id) => atFork(kind, id) || later(kind, id) };
};

const firstOf = <Item>(
  items: readonly Item[],
  refusal: (item: Item, index: number) => Refusal,
): Refusal => {
  for (const [index, item] of items.entries()) {
    const refused = refusal(item, index);
    if (refused !== undefined) return refused;
  }
  return undefined;
};

const queueRefused = ({ queues }: Patch, known: Known): Refusal =>
  firstOf(queues, ({ queueId }) =>
    known.ever('queue', queueId) ? undefined : missing(`queues.${queueId}`, 'queue', queueId),
  );

const nodeRefused = ({ nodesAdded, nodesFailed, nodesRemoved }: Patch, known: Known): Refusal => {
  const added = new Set(nodesAdded.map(({ nodeId }) => nodeId));
  const unknown =
    (list: string) =>
    ({ nodeId }: { readonly nodeId: string }, k: number): Refusal =>
      known.ever('node', nodeId) || added.has(nodeId)
        ? undefined
        : missing(`nodes.${list}[${k}].id`, 'node', nodeId);
  return (
    firstOf(nodesAdded, ({ like, nodeId }, k) => {
      const field = `nodes.add[${k}]`;
      if (like !== undefined && !known.atFork('node', like))
        return missing(`${field}.like`, 'node', like);
      return known.ever('node', nodeId)
        ? taken(like === undefined ? field : `${field}.id`, 'node', nodeId)
        : undefined;
    }) ??
    firstOf(nodesFailed, unknown('fail')) ??
    firstOf(nodesRemoved, unknown('remove'))
  );
};

const workloadRefused = ({ workloadsAdded, workloadsCancelled }: Patch, known: Known): Refusal =>
  firstOf(workloadsAdded, ({ spec: { name, projectId } }, k) => {
    const field = `workloads.add[${k}]`;
    if (known.ever('workload', name)) return taken(`${field}.metadata.name`, 'workload', name);
    return known.ever('project', projectId)
      ? undefined
      : missing(`${field}.spec.project`, 'project', projectId);
  }) ??
  firstOf(workloadsCancelled, ({ workloadId }, k) =>
    known.ever('workload', workloadId)
      ? undefined
      : missing(`workloads.cancel[${k}].id`, 'workload', workloadId),
  );

const changeRefused = ({ workloadsChanged }: Patch, known: Known): Refusal =>
  firstOf([...workloadsChanged.keys()], (workloadId) =>
    known.later('workload', workloadId)
      ? undefined
      : refused(
          `workloads.change.${workloadId}`,
          `workload '${workloadId}' is not submitted between the fork and the horizon`,
          'fork before its submission: a workload that is there cannot be changed',
        ),
  );

const timeRefused = (ground: Ground): Refusal => {
  const { nodesAdded, nodesFailed, nodesRemoved, workloadsAdded, workloadsCancelled } =
    ground.patch;
  const lists: readonly (readonly [string, readonly { readonly at?: When }[]])[] = [
    ['nodes.add', nodesAdded],
    ['nodes.fail', nodesFailed],
    ['nodes.remove', nodesRemoved],
    ['workloads.add', workloadsAdded],
    ['workloads.cancel', workloadsCancelled],
  ];
  return (
    firstOf(lists, ([list, items]) =>
      firstOf(items, ({ at }, k) => outside(`${list}[${k}].at`, at, ground)),
    ) ?? firstOf(nodesFailed, (one, k) => backRefused(one, k, ground))
  );
};

/** Nothing happens before a fork, and what happens behind the horizon nobody sees. */
const outside = (field: string, at: When | undefined, { fromMs, untilMs }: Ground): Refusal => {
  const atMs = instantOf(at, fromMs);
  if (atMs < fromMs)
    return refused(
      field,
      'it is before the fork',
      'fork earlier with --at, or leave it out: it happens at the fork then',
    );
  return atMs <= untilMs
    ? undefined
    : refused(
        field,
        'it is behind the horizon, and would change nothing',
        'write an earlier time, or play on for longer with --until',
      );
};

/** A node may stay away past the horizon; it cannot come back before it is gone. */
const backRefused = (
  { at, back }: Patch['nodesFailed'][number],
  k: number,
  { fromMs }: Ground,
): Refusal =>
  back === undefined || instantOf(back, fromMs) > instantOf(at, fromMs)
    ? undefined
    : refused(
        `nodes.fail[${k}].back`,
        'the node would be back before it fails',
        'write a time later than at: both count from the fork',
      );

const refused = (field: string, problem: string, remedy: string): PatchRefused => ({
  _tag: 'PatchRefused',
  field,
  problem,
  remedy,
});

const missing = (field: string, kind: Kind, id: string): PatchRefused =>
  refused(
    field,
    `there is no ${kind} '${id}' at the fork, nor before the horizon`,
    `name one that the ledger has: berth ${kind} list --ledger FILE`,
  );

const taken = (field: string, kind: Kind, id: string): PatchRefused =>
  refused(field, `there is a ${kind} '${id}' already, or there will be`, 'give it another name');

const laterId = (ask: Ask): readonly string[] => {
  switch (ask.type) {
    case 'SubmitWorkload':
      return [`workload/${ask.workloadId}`];
    case 'JoinNode':
      return [`node/${ask.nodeId}`];
    case 'CreateProject':
      return [`project/${ask.projectId}`];
    case 'GrantProjectQuota':
    case 'GrantDepartmentQuota':
      return [`queue/${queueOf(ask)}`];
    default:
      return [];
  }
};
