import { isLeft } from '../../../domain/foundation/fp.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';
import { whereOf } from '../manifest/place.ts';
import type { Manifest } from '../manifest/wish.ts';
import type { Finding, RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { withServerOrLedger } from '../remote/with-ledger.ts';
import { workloadsOf } from '../resources/from-server.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { allOf, readFiles } from './files.ts';
import { isObjection, type Objection } from './objection.ts';
import { pathOfPointer } from './paths.ts';
import { amountsInWords } from './grant-words.ts';
import { idNamed, settled } from './settle-ids.ts';
import { planAround } from './plan-around.ts';
import { planCluster, planNodePool } from './plan-estate.ts';
import { planDepartment, planProject } from './plan-unit.ts';
import { planWorkload, type WishGround } from './plan-workload.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { fetchWorld } from './world.ts';

/** `berth apply`'s arguments, and those of `berth workload submit -f`. */
export interface ApplyArguments extends WriteFlags {
  readonly filename: readonly string[];
  /** Whether only workloads may be in the files, and none of them there already. */
  readonly isSubmission?: boolean;
  readonly project?: string;
}

/** Makes what there is as files say it is to be; all documents are checked before anything is sent. */
export const apply = async (terminal: Terminal, args: ApplyArguments): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const { manifests, failures } = await readFiles(terminal, args.filename);
  const unfit = args.isSubmission === true ? manifests.flatMap(onlyWorkloads) : [];
  const wrong = allOf([...failures, ...unfit]);
  if (wrong !== undefined) return fail(terminal, wrong);
  return withServerOrLedger(terminal, args, async (server) => {
    const planned = await planAll(server, manifests, args);
    if ('_tag' in planned) return complain(terminal, planned);
    const objections = allOf(planned.failures);
    if (objections !== undefined) return fail(terminal, objections);
    return doDeeds(terminal, server, { deeds: planned.deeds, flags: args });
  });
};

const onlyWorkloads = ({ wanted, place }: Manifest): readonly Failure[] => {
  if (wanted.kind === 'Workload') return [];
  const remedy = 'use berth apply -f for everything else';
  const what = `a ${wanted.kind} cannot be submitted`;
  return [{ what, where: whereOf(place), remedy, exitCode: exitCodes.usage }];
};

/** The order in which things must come to be. */
const ranks = {
  Cluster: 0,
  NodePool: 1,
  Topology: 2,
  Node: 3,
  Department: 4,
  Project: 5,
  ResourceClaim: 6,
  Workload: 7,
} as const;

/** Manifests in the order in which they must come to be; those of one kind as they were written. */
export const inOrder = (manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.toSorted((a, b) => ranks[a.wanted.kind] - ranks[b.wanted.kind]);

interface Planned {
  readonly deeds: readonly Deed[];
  readonly failures: readonly Failure[];
}

const planAll = async (
  server: Server,
  manifests: readonly Manifest[],
  { isSubmission, project: typed = server.project }: ApplyArguments,
): Promise<Planned | RemoteFault> => {
  const world = await fetchWorld(server);
  if (isLeft(world)) return world.left;
  const project = typed === undefined ? undefined : idNamed(world.right, 'project', typed);
  const ground = { world: world.right, project };
  const deeds: Deed[] = [];
  const failures: Failure[] = [];
  const written = new Map<string, Manifest>();
  for (const document of inOrder(manifests)) {
    const wanted = await settled(server, world.right, document.wanted);
    const manifest = { ...document, wanted };
    const key = keyOf(document, typed);
    const before = written.get(key);
    written.set(key, manifest);
    const standing =
      isSubmission === true ? undefined : await standingOf(server, manifest, project);
    if (standing !== undefined && '_tag' in standing) return standing;
    const deed =
      before === undefined ? planOf(ground, manifest, standing) : twice(key, whereOf(before.place));
    if (isObjection(deed)) failures.push(failureAt(manifest, deed));
    else {
      const whereOf = ({ pointer }: Finding): string => placeOf(manifest, pointer);
      deeds.push({ ...deed, whereOf, wordsOf: amountsInWords });
    }
  }
  return { deeds, failures };
};

/** In the sub-group that a server means, where the document has any. */
const placeOf = ({ at, wanted }: Manifest, pointer: string): string => {
  const path = pathOfPointer(pointer, wanted.kind);
  const group = /\/subGroups\/(\d+)\//.exec(pointer)?.[1] ?? '0';
  const inside = at(path.replace(/^spec\./, `spec.subGroups.${group}.`));
  const isInside = pointer.includes('/subGroups/') && inside.path.startsWith('spec.subGroups[');
  return whereOf(isInside ? inside : at(path));
};

const failureAt = ({ at }: Manifest, { path, problem, remedy, exitCode }: Objection): Failure => ({
  what: problem,
  where: whereOf(at(path)),
  remedy,
  exitCode,
});

const keyOf = ({ wanted }: Manifest, project: string | undefined): string =>
  wanted.kind === 'Workload'
    ? `Workload ${wanted.wish.projectId ?? project ?? ''}/${wanted.wish.name}`
    : `${wanted.kind} ${wanted.id}`;

const twice = (key: string, where: string): Objection => ({
  path: 'metadata.name',
  problem: `${key} is wanted twice: at ${where} already`,
  remedy: 'keep one of them',
  exitCode: exitCodes.usage,
});

const planOf = (
  ground: WishGround,
  { wanted }: Manifest,
  standing: WorkloadRow | undefined,
): Deed | Objection => {
  switch (wanted.kind) {
    case 'Cluster':
      return planCluster(ground.world, wanted);
    case 'NodePool':
      return planNodePool(ground.world, wanted);
    case 'Topology':
    case 'Node':
    case 'ResourceClaim':
      return planAround(ground.world, wanted);
    case 'Department':
      return planDepartment(ground.world, wanted);
    case 'Project':
      return planProject(ground.world, wanted);
    case 'Workload':
      return planWorkload(ground, wanted.wish, standing);
  }
};

/** The workload of that name that is there already. */
export const standingOf = async (
  server: Server,
  { wanted }: Manifest,
  usualProject: string | undefined,
): Promise<WorkloadRow | RemoteFault | undefined> => {
  if (wanted.kind !== 'Workload') return undefined;
  const { name, projectId = usualProject } = wanted.wish;
  if (projectId === undefined) return undefined;
  const filterBy = [`name==${name}`, `projectId==${projectId}`, 'phase!=Deleted'];
  const page = await workloadsOf(server, { filterBy, isWhole: true, max: 1 });
  return isLeft(page) ? page.left : page.right.rows[0];
};
