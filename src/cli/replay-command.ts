import { type Command, InvalidArgumentError, Option } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** More threads than any machine has would only be memory. */
const threadsMax = 64;

const threads = (text: string): number => {
  const count = wholeNumber(text);
  if (count < 1 || count > threadsMax) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${threadsMax}.`);
  }
  return count;
};

/** Adds `berth replay`. */
export const addReplay = (program: Command, shell: Shell): void => {
  base(program.command('replay <file>'), shell, examples.replay)
    .description(
      'Fold a ledger from zero; with --verify recompute every decision, with --kernel or --policy tell what would have been decided otherwise.',
    )
    .option('--verify', 'recompute every decision and compare', false)
    .addOption(
      new Option('--kernel <version>', 'what this kernel would have decided').conflicts('verify'),
    )
    .addOption(
      new Option('--policy <file>', 'what would have been decided under these rules')
        .conflicts('verify')
        .conflicts('kernel'),
    )
    .option('--from <revision>', 'only what was decided after this fact', wholeNumber)
    .option('--to <revision>', 'only what was decided up to this fact', wholeNumber)
    .addOption(
      new Option('--jobs <count>', 'threads that share the recomputing (default: what pays)')
        .argParser(threads)
        .conflicts(['kernel', 'policy']),
    )
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, options) => {
      const args = { file, ...options };
      if (options.kernel === undefined && options.policy === undefined) {
        const { replayCommand } = await import('./replay.ts');
        shell.outcome.code = await replayCommand(shell.terminal, args);
      } else {
        const { shadowCommand } = await import('./shadow.ts');
        shell.outcome.code = await shadowCommand(shell.terminal, args);
      }
    });
};
