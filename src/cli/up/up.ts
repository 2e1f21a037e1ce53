import type { Log } from '../../../adapters/ports/log.ts';
import type { Policy } from '../../../domain/allocation/index.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import {
  type Config,
  type Effective,
  loadConfig,
  readTokens,
  strayVariables,
  textOfPlace,
  type Tokens,
} from '../../main/config/index.ts';
import { readPolicy } from '../../main/config/policy/index.ts';
import { bringUp, logIn, type Up, type UpFault } from '../../main/up/index.ts';
import { version } from '../../main/version.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, write } from '../terminal.ts';
import { type Board, boardFor, isPinned } from './board.ts';
import { shownValue } from './config.ts';
import { sourcesOf, type UpFlags } from './flags.ts';
import { inquiryModule } from './inquiry-thread.ts';
import { awaitWish, type Wish } from './signals.ts';
import { unlessWished } from './unless-wished.ts';

/** Everything that is known before anything is opened. */
interface Prepared {
  readonly config: Config;
  readonly effective: Effective;
  readonly tokens: Tokens | undefined;
  readonly policy: Policy | undefined;
}

/** `berth up`: runs until a signal, or until the brain closes by itself. */
export const upCommand = async (terminal: Terminal, flags: UpFlags): Promise<number> => {
  const prepared = await prepare(terminal, flags);
  if (isLeft(prepared)) return complain(terminal, prepared.left);
  const { config, effective } = prepared.right;
  const style = { format: config.log.format, isQuiet: config.isQuiet };
  const board = boardFor(terminal, style);
  const isSaid = effective.get('log.level')?.source._tag !== 'Default';
  const level = isPinned(terminal, style) && !isSaid ? 'warn' : config.log.level;
  const log = logIn(config.log.format, level, board.write);
  warnOfStrays(terminal, log);
  log.debug(settingsOf(effective), 'configuration');
  const wish = awaitWish(terminal);
  try {
    const up = await unlessWished(
      bringUp({ ...prepared.right, log, version, inquiryModule }),
      wish,
      log,
    );
    if (up === undefined) return exitCodes.ok;
    if (isLeft(up)) return await complainOfStart(terminal, up.left, config);
    await announce(terminal, up.right, config);
    return await runUntilWished(terminal, { up: up.right, board, log, wish });
  } finally {
    wish.forget();
  }
};

const prepare = async (
  terminal: Terminal,
  flags: UpFlags,
): Promise<Either<InputFault, Prepared>> => {
  const loaded = await loadConfig(sourcesOf(terminal, flags));
  if (isLeft(loaded)) return loaded;
  const { tokenFile, policy: file } = loaded.right.config;
  const tokens = tokenFile === undefined ? right(undefined) : await readTokens(tokenFile);
  if (isLeft(tokens)) return tokens;
  const policy = file === undefined ? right(undefined) : await readPolicy(file);
  if (isLeft(policy)) return policy;
  return right({ ...loaded.right, tokens: tokens.right, policy: policy.right });
};

const warnOfStrays = ({ env }: Terminal, log: Log): void => {
  for (const { name, meant } of strayVariables(env)) {
    log.warn({ variable: name }, `nothing is set by this variable; did you mean ${meant}?`);
  }
};

const settingsOf = (effective: Effective): object =>
  Object.fromEntries([...effective].map(([key, chosen]) => [key, shownValue(chosen)]));

/** The address first: whatever reads the output needs nothing else. */
const announce = async (terminal: Terminal, up: Up, config: Config): Promise<void> => {
  await write(terminal.stdout, `berth listens on ${up.url}\n`);
  if (config.isQuiet || config.log.format === 'json') return;
  const { epoch, revision } = up.startedAt;
  const site =
    config.cluster === 'sim'
      ? `a simulated cluster of ${config.sim.nodes} nodes × ${config.sim.gpusPerNode} GPUs`
      : 'no cluster';
  await write(
    terminal.stdout,
    `ledger ${textOfPlace(config.ledger)} at revision ${revision}, epoch ${epoch}; ${site}\n` +
      'in another shell: npx berth workload list · npx berth queue list; Ctrl-C ends\n',
  );
};

interface Running {
  readonly up: Up;
  readonly board: Board;
  readonly log: Log;
  readonly wish: Wish;
}

const runUntilWished = async (
  terminal: Terminal,
  { up, board, log, wish }: Running,
): Promise<number> => {
  const unwatch = board.watch(up.brain, log);
  const closed = await Promise.race([
    wish.asked.then((signal) => log.info({ signal }, 'stopping')),
    up.closed,
  ]);
  unwatch();
  if (typeof closed === 'string') return endClosed(terminal, up, closed);
  const stopped = await up.stop();
  if (isLeft(stopped)) return complain(terminal, stopped.left);
  log.info({ revision: up.brain.health().revision }, 'stopped');
  return exitCodes.ok;
};

/** The brain has closed by itself: nothing can go on without it. */
const endClosed = async (terminal: Terminal, up: Up, reason: string): Promise<number> => {
  await up.stop();
  return fail(terminal, {
    what: `the brain has closed: ${reason}`,
    remedy:
      'berth ledger verify says whether the ledger is in order; starting again goes on from it',
    exitCode: exitCodes.failure,
  });
};

const complainOfStart = (terminal: Terminal, fault: UpFault, config: Config): Promise<number> => {
  if (fault._tag !== 'AddressUnavailable') {
    return complain(terminal, fault, textOfPlace(config.ledger));
  }
  return fail(terminal, {
    what: `cannot listen: ${fault.cause}`,
    where: fault.place,
    remedy: fault.remedy,
    exitCode: exitCodes.conflict,
  });
};
