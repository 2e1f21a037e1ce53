import { Command } from 'commander';
import { addAudit } from './audit-commands.ts';
import { examples } from './examples.ts';
import { addLedger } from './ledger-commands.ts';
import { addNoun } from './noun-commands.ts';
import { nouns, workloadTypes } from './nouns.ts';
import { base, type Outcome, type Shell } from './shell.ts';
import { addSim } from './sim-commands.ts';
import type { Terminal } from './terminal.ts';
import { addConfig, addUp } from './up-command.ts';

/** Makes the tree of commands. Nothing but commander is loaded until a command runs. */
export const createProgram = (terminal: Terminal, outcome: Outcome): Command => {
  const shell = { terminal, outcome };
  const program = base(new Command('berth'), shell, examples.berth)
    .description('The event-sourced brain of GPU clusters.')
    .version('0.1.0', '-V, --version', 'print the version');
  addUp(program, shell);
  addSim(program, shell);
  addLedger(program, shell);
  addReplay(program, shell);
  for (const noun of [...nouns, ...workloadTypes]) addNoun(program, noun, shell);
  addAudit(program, shell);
  addConfig(program, shell);
  return program;
};

const addReplay = (program: Command, shell: Shell): void => {
  base(program.command('replay <file>'), shell, examples.replay)
    .description('Fold a ledger from zero; with --verify recompute every decision.')
    .option('--verify', 'recompute every decision and compare', false)
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, options) => {
      const { replayCommand } = await import('./replay.ts');
      shell.outcome.code = await replayCommand(shell.terminal, { file, ...options });
    });
};
