import type { Command } from 'commander';
import { examples } from './examples.ts';
import { addBundles } from './bundle-commands.ts';
import { addProofs } from './proof-commands.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth ledger verify`, `stats`, `export`, `show`, what signs and proves, and what travels. */
export const addLedger = (program: Command, shell: Shell): void => {
  const ledger = base(program.command('ledger'), shell, examples.ledger);
  ledger.description('Look into a ledger file.');
  addVerify(ledger, shell);
  addStats(ledger, shell);
  addExport(ledger, shell);
  addShow(ledger, shell);
  addProofs(ledger, shell);
  addBundles(ledger, shell);
};

const addVerify = (ledger: Command, shell: Shell): void => {
  base(ledger.command('verify <file>'), shell, examples['ledger verify'])
    .description('Check all of a ledger: no gaps, every hash, every schema.')
    .option('-o, --output <format>', 'text or json', 'text')
    .option('--against <file>', 'and that it is what these signed checkpoints say')
    .option('--verifier <file>', 'the key that verifies them')
    .action(async (file, options) => {
      const { ledgerVerify } = await import('./ledger.ts');
      shell.outcome.code = await ledgerVerify(shell.terminal, { file, ...options });
    });
};

const addStats = (ledger: Command, shell: Shell): void => {
  base(ledger.command('stats <file>'), shell, examples['ledger stats'])
    .description('Say how much of what a ledger holds.')
    .option('-o, --output <format>', 'text, json or yaml', 'text')
    .action(async (file, options) => {
      const { ledgerStats } = await import('./ledger.ts');
      shell.outcome.code = await ledgerStats(shell.terminal, { file, ...options });
    });
};

const addExport = (ledger: Command, shell: Shell): void => {
  base(ledger.command('export <file>'), shell, examples['ledger export'])
    .description('Write every fact as one JSON line, in log order, to stdout.')
    .action(async (file) => {
      const { ledgerExport } = await import('./ledger.ts');
      shell.outcome.code = await ledgerExport(shell.terminal, { file });
    });
};

const addShow = (ledger: Command, shell: Shell): void => {
  base(ledger.command('show'), shell, examples['ledger show'])
    .description('Show one fact with its envelope, id and hash.')
    .argument('<file>', 'the ledger to read')
    .argument('<revision>', 'the number of the fact, from 1', wholeNumber)
    .option('-o, --output <format>', 'json or yaml', 'yaml')
    .action(async (file, revision, options) => {
      const { ledgerShow } = await import('./ledger.ts');
      shell.outcome.code = await ledgerShow(shell.terminal, { file, revision, ...options });
    });
};
