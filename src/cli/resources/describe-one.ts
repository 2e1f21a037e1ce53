import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { fill, printData, printDescription } from '../print/index.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import { type Terminal, write } from '../terminal.ts';
import { type Shape, shapeOf } from './format.ts';
import type { DescribeArguments, Kind, Source } from './kind.ts';
import { bareId, findInLedger, findOnServer } from './find-one.ts';
import { projectIdOf } from './project-id.ts';

/** Shows all that is known of one thing; answers the exit code. */
export const describe = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  args: DescribeArguments,
): Promise<number> => {
  const shape = shapeOf(args.output, ['text', 'json', 'yaml', 'name']);
  if (typeof shape === 'string') return refuse(terminal, shape);
  const bare = { ...args, id: bareId(kind.noun, args.id) };
  if (args.ledger !== undefined) {
    return describeFrom(kind, { terminal, args, shape }, { ledger: args.ledger, at: args.at });
  }
  return withServer(terminal, args, async (server) => {
    const named = await withProjectId(server, bare);
    if (isLeft(named)) return complain(terminal, named.left);
    return describeFrom(kind, { terminal, args: named.right, shape }, { server });
  });
};

const withProjectId = async (
  server: Server,
  args: DescribeArguments,
): Promise<Either<RemoteFault, DescribeArguments>> => {
  const { project = server.project } = args;
  if (project === undefined) return right(args);
  const id = await projectIdOf(server, project);
  return isLeft(id) ? id : right({ ...args, project: id.right });
};

interface DescribePlan {
  readonly terminal: Terminal;
  readonly args: DescribeArguments;
  readonly shape: Shape;
}

const describeFrom = async <Row>(
  kind: Kind<Row>,
  { terminal, args, shape }: DescribePlan,
  source: Source,
): Promise<number> => {
  const found = await (source.server === undefined
    ? findInLedger(kind, args, source)
    : findOnServer(kind, args, source.server));
  if (isLeft(found)) return complain(terminal, found.left, args.ledger);
  if ('failure' in found.right) return fail(terminal, found.right.failure);
  const { row } = found.right;
  const details = await kind.details(row, source);
  if (isLeft(details)) return complain(terminal, details.left, args.ledger);
  const { lines, record } = details.right;
  await write(terminal.stdout, await textIn(shape));
  return exitCodes.ok;

  async function textIn({ format, path }: Shape): Promise<string> {
    if (path !== undefined) return fill(path, record);
    if (format === 'json' || format === 'yaml') return printData(format, record);
    if (format === 'name') return `${kind.noun}/${kind.idOf(row)}\n`;
    return printDescription(lines, { color: terminal.isColoured });
  }
};
