import type { Ask } from '../../../adapters/ports/ask.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';
import { whereOf } from '../manifest/place.ts';
import type { Manifest } from '../manifest/wish.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { type ApplyArguments, inOrder, standingOf } from './apply.ts';
import type { Deed } from './deed.ts';
import { allOf, readFiles } from './files.ts';
import { isObjection } from './objection.ts';
import { removalAround, type WantedAround } from './plan-around.ts';
import { doDeeds, refuseWrite } from './send.ts';
import { idNamed, settledHere } from './settle-ids.ts';
import { fetchWorld, type World } from './world.ts';

/** `berth delete`'s arguments. */
export interface DeleteFilesArguments extends ApplyArguments {
  readonly ignoreNotFound?: boolean;
}

/** Deletes what files name, what leans on others first; exit 3 where something is not there. */
export const deleteFiles = async (
  terminal: Terminal,
  args: DeleteFilesArguments,
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const { manifests, failures } = await readFiles(terminal, args.filename);
  const wrong = allOf(failures);
  if (wrong !== undefined) return fail(terminal, wrong);
  return withServer(terminal, args, (server) => deleteAll(terminal, server, { manifests, args }));
};

interface Deletions {
  readonly manifests: readonly Manifest[];
  readonly args: DeleteFilesArguments;
}

const deleteAll = async (
  terminal: Terminal,
  server: Server,
  { manifests, args }: Deletions,
): Promise<number> => {
  const world = await fetchWorld(server);
  if (isLeft(world)) return complain(terminal, world.left);
  const deeds: Deed[] = [];
  const missing: Failure[] = [];
  for (const manifest of inOrder(manifests).toReversed()) {
    const wanted = settledHere(world.right, manifest.wanted);
    const deed = await deletionOf(server, world.right, { ...manifest, wanted });
    if ('_tag' in deed) return complain(terminal, deed);
    if ('what' in deed) missing.push(deed);
    else deeds.push(deed);
  }
  const exitCode = await doDeeds(terminal, server, { deeds, flags: args });
  const lacking = args.ignoreNotFound === true ? undefined : allOf(missing);
  return exitCode !== exitCodes.ok || lacking === undefined ? exitCode : fail(terminal, lacking);
};

const deletionOf = async (server: Server, world: World, manifest: Manifest) => {
  const { wanted } = manifest;
  if (wanted.kind === 'Workload') {
    const standing = await standingOf(server, manifest, usualProject(server, world));
    if (standing !== undefined && '_tag' in standing) return standing;
    if (standing === undefined) return lackingOf(manifest, wanted.wish.name);
    const ask: Ask = {
      type: 'DeleteWorkload',
      workloadId: standing.id,
      reason: 'asked for on the command line',
    };
    return { subject: `workload/${standing.id}`, outcome: 'deleting', asks: [ask] };
  }
  if (wanted.kind === 'Node' || wanted.kind === 'Topology' || wanted.kind === 'ResourceClaim') {
    const deed = removalAround(world, wanted);
    if (!isObjection(deed)) return deed;
    const { path, problem: what, remedy, exitCode } = deed;
    return { what, where: whereOf(manifest.at(path)), remedy, exitCode };
  }
  return unitDeletion(world, manifest, wanted);
};

const usualProject = ({ project }: Server, world: World): string | undefined =>
  project === undefined ? undefined : idNamed(world, 'project', project);

const unitDeletion = (
  world: World,
  manifest: Manifest,
  { kind, id }: Exclude<Manifest['wanted'], WantedAround | { readonly kind: 'Workload' }>,
): Deed | Failure => {
  switch (kind) {
    case 'Cluster':
      return world.clusters.has(id)
        ? deletion(`cluster/${id}`, { type: 'RemoveCluster', clusterId: id })
        : lackingOf(manifest, id);
    case 'NodePool':
      return world.nodePools.has(id)
        ? deletion(`nodepool/${id}`, { type: 'DeleteNodePool', nodePoolId: id })
        : lackingOf(manifest, id);
    case 'Department':
      return world.departments.has(id)
        ? deletion(`department/${id}`, { type: 'DeleteDepartment', departmentId: id })
        : lackingOf(manifest, id);
    case 'Project':
      return world.projects.has(id)
        ? deletion(`project/${id}`, { type: 'DeleteProject', projectId: id })
        : lackingOf(manifest, id);
  }
};

const deletion = (subject: string, ask: Ask): Deed => ({
  subject,
  outcome: 'deleted',
  asks: [ask],
});

const lackingOf = ({ wanted, place }: Manifest, id: string): Failure => ({
  what: `there is no ${wanted.kind} '${id}'`,
  where: whereOf(place),
  remedy: '--ignore-not-found bears it',
  exitCode: exitCodes.notFound,
});
