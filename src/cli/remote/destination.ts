import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { Terminal } from '../terminal.ts';
import { type Context, type Contexts, contextsPath, serverUrlOf } from './contexts.ts';
import { type DestinationRefused, refused } from './refused.ts';

/** The server to speak with, and how. */
export interface Destination {
  /** Ends in `/`. */
  readonly url: URL;
  readonly token: string | undefined;
  /** The project that is meant where none is named. */
  readonly project: string | undefined;
  /** Most time for one answer. @unit ms */
  readonly timeoutMs: number;
  /** How long to wait before each further try; some tenths of a second unless said. @unit ms */
  readonly pausesMs?: readonly number[] | undefined;
  /** What somebody should know about it, as the text to print. */
  readonly warning?: string | undefined;
}

/** What a command line says about the server; see `addServerOptions`. */
export interface ServerFlags {
  /** The moment that all answers are to show, as somebody types it; now unless said. */
  readonly at?: string | undefined;
  readonly server?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly context?: string | undefined;
  /** @unit ms */
  readonly timeout?: number | undefined;
}

/** Where `berth up` listens unless it is told otherwise. */
export const usualServer = 'http://127.0.0.1:7766';

const usualTimeoutMs = 30_000;

/** Where an address was found, and the token that goes there; a token never goes to another server than its own. */
interface Choice {
  readonly server: string;
  readonly where: string;
  readonly context?: Context | undefined;
  readonly warning?: string | undefined;
}

/** Chooses the server: flag, then environment, then the current context, then this machine. */
export const destinationOf = async (
  terminal: Pick<Terminal, 'env'>,
  flags: ServerFlags,
): Promise<Either<DestinationRefused, Destination>> => {
  const choice = await choose(terminal, flags);
  if (isLeft(choice)) return choice;
  const { server, where, context, warning } = choice.right;
  const url = serverUrlOf(server);
  if (url === undefined) {
    return left(refused(where, `'${server}' is no address of a server`, 'write http://HOST:PORT'));
  }
  const token = await tokenOf(terminal, flags, context);
  if (isLeft(token)) return token;
  const timeoutMs = flags.timeout ?? usualTimeoutMs;
  return right({ url, token: token.right, project: context?.project, timeoutMs, warning });
};

const choose = async (
  terminal: Pick<Terminal, 'env'>,
  flags: ServerFlags,
): Promise<Either<DestinationRefused, Choice>> => {
  const { BERTH_SERVER: server, BERTH_CONTEXT: context } = terminal.env;
  if (flags.server !== undefined) return right({ server: flags.server, where: '--server' });
  if (flags.context !== undefined) return named(terminal, flags.context, '--context');
  if (isSaid(server)) return right({ server, where: 'BERTH_SERVER' });
  if (isSaid(context)) return named(terminal, context, 'BERTH_CONTEXT');
  return named(terminal, undefined, 'the current context');
};

const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';

const named = async (
  terminal: Pick<Terminal, 'env'>,
  name: string | undefined,
  where: string,
): Promise<Either<DestinationRefused, Choice>> => {
  const path = contextsPath(terminal);
  const contexts = await contextsAt(path);
  if (isLeft(contexts)) return contexts;
  const { current, contexts: known } = contexts.right;
  const wanted = name ?? current;
  if (wanted === undefined) return right({ server: usualServer, where: 'the usual address' });
  const context = known.get(wanted);
  if (context !== undefined) {
    const tokenFile = placeOf(context.tokenFile, path);
    const isOpen = 'isOpenToOthers' in contexts.right && contexts.right.isOpenToOthers === true;
    const warning = isOpen && context.token !== undefined ? openWarning(path ?? '') : undefined;
    return right({ server: context.server, where, context: { ...context, tokenFile }, warning });
  }
  const names = [...known.keys()];
  const remedy =
    names.length === 0
      ? `add it: berth context set ${wanted} --server URL`
      : `known are ${names.join(', ')}`;
  return left(refused(where, `there is no context '${wanted}'`, remedy));
};

const openWarning = (path: string): string =>
  `warning: others can read the token\n  at: ${path}\n  remedy: chmod 600 ${path}\n`;

const placeOf = (file: string | undefined, path: string | undefined): string | undefined =>
  file === undefined || path === undefined ? file : resolve(dirname(path), file);

const none: Contexts = { current: undefined, contexts: new Map() };

/** The reader of YAML is loaded only where there is a file to read. */
const contextsAt = async (
  path: string | undefined,
): Promise<Either<DestinationRefused, Contexts>> => {
  const { existsSync } = await import('node:fs');
  if (path === undefined || !existsSync(path)) return right(none);
  const { readContexts } = await import('./contexts-read.ts');
  return readContexts(path);
};

const tokenOf = async (
  { env }: Pick<Terminal, 'env'>,
  flags: ServerFlags,
  context: Context | undefined,
): Promise<Either<DestinationRefused, string | undefined>> => {
  if (flags.tokenFile !== undefined) return tokenIn(flags.tokenFile, '--token-file');
  const { BERTH_TOKEN_FILE: file } = env;
  if (isSaid(file)) return tokenIn(file, 'BERTH_TOKEN_FILE');
  if (context?.tokenFile !== undefined) return tokenIn(context.tokenFile, 'tokenFile');
  return right(context?.token);
};

const tokenForm = /^[\x21-\x7e]{1,8192}$/;

const tokenIn = async (
  file: string,
  where: string,
): Promise<Either<DestinationRefused, string>> => {
  try {
    const token = (await readFile(file, 'utf8')).trim();
    if (tokenForm.test(token)) return right(token);
    return left(refused(`${where} ${file}`, 'the file holds no token', 'write one word into it'));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return left(
      refused(`${where} ${file}`, `the token cannot be read: ${cause}`, 'name another file'),
    );
  }
};
