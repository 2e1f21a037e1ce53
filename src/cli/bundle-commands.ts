import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth ledger bundle`, `check-bundle` and `shred`. */
export const addBundles = (ledger: Command, shell: Shell): void => {
  addBundle(ledger, shell);
  addCheckBundle(ledger, shell);
  addShred(ledger, shell);
};

const addBundle = (ledger: Command, shell: Shell): void => {
  base(ledger.command('bundle'), shell, examples['ledger bundle'])
    .description('Write a part of a ledger that verifies and replays on another machine.')
    .argument('<file>', 'the ledger to read')
    .option('--from <revision>', 'the first fact', wholeNumber, 1)
    .option('--to <revision>', 'the last fact; the head unless said', wholeNumber)
    .requiredOption('--out <file>', 'a new file; packed where its name ends in .gz')
    .option('--against <file>', 'and the proof that it stands in what was signed here')
    .option('--verifier <file>', 'the key that verifies the signed checkpoints')
    .option('--sign-state <key>', 'and the state before the first fact, signed by this key')
    .action(async (file, options) => {
      const { ledgerBundle } = await import('./bundle.ts');
      shell.outcome.code = await ledgerBundle(shell.terminal, { file, ...options });
    });
};

const addCheckBundle = (ledger: Command, shell: Shell): void => {
  base(ledger.command('check-bundle'), shell, examples['ledger check-bundle'])
    .description('Check a bundle: its chain, every schema, and every decision in it, made again.')
    .argument('<bundle>', 'what `berth ledger bundle` has written')
    .option('--verifier <file>', 'and that it stands in what this key verifies')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, options) => {
      const { ledgerCheckBundle } = await import('./bundle.ts');
      shell.outcome.code = await ledgerCheckBundle(shell.terminal, { file, ...options });
    });
};

const addShred = (ledger: Command, shell: Shell): void => {
  base(ledger.command('shred'), shell, examples['ledger shred'])
    .description('Destroy the keys of all that was sealed about a subject; no fact changes.')
    .argument('<file>', 'the ledger; nobody else may write it meanwhile')
    .argument('<subject>', 'kind/id, such as workload/bert-7')
    .option('--keys <file>', 'the file of keys; FILE-keys unless said')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, subject, options) => {
      const { ledgerShred } = await import('./shred.ts');
      shell.outcome.code = await ledgerShred(shell.terminal, { file, subject, ...options });
    });
};
