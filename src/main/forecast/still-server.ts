import { createHash, randomBytes } from 'node:crypto';
import { createHttpServer } from '../../../adapters/http/index.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { withLedger } from '../ledger-file.ts';
import { version } from '../version.ts';
import { stillBrain, type StillFault } from './still-brain.ts';

/** Where a ledger file answers, for as long as somebody asks it. */
export interface StillServer {
  readonly url: string;
  /** Drawn for this server: nobody else on the machine may read what only the owner of the file can. */
  readonly token: string;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Lets a ledger file answer as a server does that stands at a moment and takes nothing, while `use` asks it. */
export const withStillServer = <Answer>(
  { path, at }: { readonly path: string; readonly at?: string | undefined },
  use: (server: StillServer) => Promise<Answer>,
): Promise<Either<StillFault, Answer>> =>
  withLedger<StillFault, Answer>(path, 'read', async (log) => {
    const brain = await stillBrain(log, at);
    if (isLeft(brain)) return brain;
    const token = randomBytes(32).toString('hex');
    const hash = createHash('sha256').update(token).digest('hex');
    const server = await createHttpServer(brain.right, {
      host: '127.0.0.1',
      port: 0,
      tokens: new Map([[hash, 'somebody']]),
      log: silent,
      version,
    });
    try {
      return right(await use({ url: server.url, token }));
    } finally {
      await server.close();
    }
  });
