import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { projectsOf } from './from-server.ts';
import type { ListArguments } from './kind.ts';
import { meantIn } from './meant.ts';

/** The id of the project that somebody names by its id or its name; what is typed where there is no such project. */
export const projectIdOf = async (
  server: Server,
  typed: string,
): Promise<Either<RemoteFault, string>> => {
  for (const condition of [`id==${typed}`, `name==${typed}`]) {
    const page = await projectsOf(server, { filterBy: [condition], isWhole: true });
    if (isLeft(page)) return page;
    const row = meantIn(page.right.rows, { id: typed, name: typed });
    if (row !== undefined) return right(row.id);
  }
  return right(typed);
};

/** The arguments of a list with the ids of the projects that are named in it, the context's too. */
export const withProjectIds = async (
  server: Server,
  args: ListArguments,
): Promise<Either<RemoteFault, ListArguments>> => {
  const usual = args.all === true || server.project === undefined ? undefined : [server.project];
  const named = args.project ?? usual;
  if (named === undefined) return right(args);
  const project: string[] = [];
  for (const typed of named) {
    const id = await projectIdOf(server, typed);
    if (isLeft(id)) return id;
    project.push(id.right);
  }
  return right({ ...args, project });
};
