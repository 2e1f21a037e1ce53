import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain } from '../complain.ts';
import { type Terminal, write } from '../terminal.ts';
import { destinationOf, type ServerFlags } from './destination.ts';
import { createServer, type Server } from './server.ts';

/** Speaks with the chosen server and lets go of it afterwards; answers the exit code. */
export const withServer = async (
  terminal: Terminal,
  flags: ServerFlags,
  use: (server: Server) => Promise<number>,
): Promise<number> => {
  const destination = await destinationOf(terminal, flags);
  if (isLeft(destination)) return complain(terminal, destination.left);
  const { warning } = destination.right;
  if (warning !== undefined) await write(terminal.stderr, warning);
  const server = await createServer(destination.right, flags.at);
  try {
    return await use(server);
  } finally {
    server.close();
  }
};
