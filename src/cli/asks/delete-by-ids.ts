import type { Ask } from '../../../adapters/ports/ask.ts';
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
  const deeds = ids.map((typed) => {
    const id = typed.startsWith(`${noun}/`) ? typed.slice(noun.length + 1) : typed;
    return { subject: `${noun}/${id}`, outcome: 'deleted', asks: [deletions[noun](id)] };
  });
  return withServer(terminal, args, (server) => doDeeds(terminal, server, { deeds, flags: args }));
};
