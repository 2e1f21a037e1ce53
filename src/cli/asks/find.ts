import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import type { LedgerThen } from '../../main/moments/of-file.ts';
import type { Failure } from '../exit-codes.ts';
import type { WorkloadNoun } from '../nouns.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import type { AnyFault } from '../failures.ts';
import { bareId, findInLedger, findOnServer } from '../resources/find-one.ts';
import type { DescribeArguments } from '../resources/kind.ts';
import { projectIdOf } from '../resources/project-id.ts';
import { workloadKindOf } from '../resources/workload.ts';

/** How a workload is named on a command line. */
export interface WorkloadNamed {
  readonly noun: WorkloadNoun;
  /** Its name or its id. */
  readonly typed: string;
  readonly project: string | undefined;
}

type Found = { readonly row: WorkloadRow } | { readonly failure: Failure };

/** Finds the workload that somebody means. */
export const findWorkload = async (
  server: Server,
  named: WorkloadNamed,
): Promise<Either<RemoteFault, Found>> => {
  const project = named.project ?? server.project;
  const projectId = project === undefined ? undefined : await projectIdOf(server, project);
  if (projectId !== undefined && isLeft(projectId)) return projectId;
  const args = argumentsOf({ ...named, project: projectId?.right });
  const found = await findOnServer(workloadKindOf(named.noun), args, server);
  if (isLeft(found)) return found;
  return right('row' in found.right ? { row: found.right.row.row } : found.right);
};

/** Finds the workload that somebody means in a ledger file. */
export const findWorkloadIn = async (
  then: LedgerThen,
  named: WorkloadNamed,
): Promise<Either<AnyFault, Found>> => {
  const found = await findInLedger(workloadKindOf(named.noun), argumentsOf(named), then);
  if (isLeft(found)) return found;
  return right('row' in found.right ? { row: found.right.row.row } : found.right);
};

const argumentsOf = ({ noun, typed, project }: WorkloadNamed): DescribeArguments => {
  const named = noun === 'workload' ? typed : bareId('workload', typed);
  return {
    id: bareId(noun, named),
    output: 'text',
    ...(project === undefined ? {} : { project }),
  };
};
