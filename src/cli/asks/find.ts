import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import type { Failure } from '../exit-codes.ts';
import type { WorkloadNoun } from '../nouns.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { bareId, findOnServer } from '../resources/describe-one.ts';
import { workloadKindOf } from '../resources/workload.ts';

/** How a workload is named on a command line. */
export interface WorkloadNamed {
  readonly noun: WorkloadNoun;
  /** Its name or its id. */
  readonly typed: string;
  readonly project: string | undefined;
}

/** Finds the workload that somebody means. */
export const findWorkload = async (
  server: Server,
  { noun, typed, project }: WorkloadNamed,
): Promise<Either<RemoteFault, { readonly row: WorkloadRow } | { readonly failure: Failure }>> => {
  const named = noun === 'workload' ? typed : bareId('workload', typed);
  const args = {
    id: bareId(noun, named),
    output: 'text',
    ...(project === undefined ? {} : { project }),
  };
  const found = await findOnServer(workloadKindOf(noun), args, server);
  if (isLeft(found)) return found;
  return right('row' in found.right ? { row: found.right.row.row } : found.right);
};
