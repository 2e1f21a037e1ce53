import type { Ask } from '../../../adapters/ports/ask.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { complain } from '../complain.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import type { Deed } from './deed.ts';
import { idNamed } from './settle-ids.ts';
import { fetchWorld } from './world.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';

/** What is asked for when a thing that has an id is to go. */
const deletions: Readonly<Record<DeletedNoun, (id: string) => Ask>> = {
  project: (projectId) => ({ type: 'DeleteProject', projectId }),
  department: (departmentId) => ({ type: 'DeleteDepartment', departmentId }),
  nodepool: (nodePoolId) => ({ type: 'DeleteNodePool', nodePoolId }),
  node: (nodeId) => ({ type: 'RemoveNode', nodeId }),
  cluster: (clusterId) => ({ type: 'RemoveCluster', clusterId }),
};

/** What can be deleted by its id. */
export type DeletedNoun = 'project' | 'department' | 'nodepool' | 'node' | 'cluster';

/** Deletes things by their ids. */
export const deleteByIds = async (
  terminal: Terminal,
  args: WriteFlags & { readonly noun: DeletedNoun; readonly ids: readonly string[] },
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const { noun, ids } = args;
  const deedOf = (id: string): Deed => ({
    subject: `${noun}/${id}`,
    outcome: 'deleted',
    asks: [deletions[noun](id)],
  });
  const bare = ids.map((typed) =>
    typed.startsWith(`${noun}/`) ? typed.slice(noun.length + 1) : typed,
  );
  return withServer(terminal, args, async (server) => {
    const meant = await meantIds(server, noun, bare);
    if (isLeft(meant)) return complain(terminal, meant.left);
    return doDeeds(terminal, server, { deeds: meant.right.map(deedOf), flags: args });
  });
};

/** Projects and departments may be named; all else has an id alone. */
const meantIds = async (
  server: Server,
  noun: DeletedNoun,
  typed: readonly string[],
): Promise<Either<RemoteFault, readonly string[]>> => {
  if (noun !== 'project' && noun !== 'department') return right(typed);
  const world = await fetchWorld(server);
  return isLeft(world) ? world : right(typed.map((name) => idNamed(world.right, noun, name)));
};
