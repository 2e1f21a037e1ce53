import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth ledger keygen`, `checkpoint`, `prove` and `check`. */
export const addProofs = (ledger: Command, shell: Shell): void => {
  addKeygen(ledger, shell);
  addCheckpoint(ledger, shell);
  addProve(ledger, shell);
  addCheck(ledger, shell);
};

const addKeygen = (ledger: Command, shell: Shell): void => {
  base(ledger.command('keygen'), shell, examples['ledger keygen'])
    .description('Make a pair of keys: one signs checkpoints, the other verifies them.')
    .argument('<file>', 'where the signing key goes; the other one goes into FILE.pub')
    .requiredOption('--name <name>', 'whose checkpoints they are, such as berth.example/prod')
    .action(async (file, { name }) => {
      const { ledgerKeygen } = await import('./proof.ts');
      shell.outcome.code = await ledgerKeygen(shell.terminal, { file, name });
    });
};

const addCheckpoint = (ledger: Command, shell: Shell): void => {
  base(ledger.command('checkpoint'), shell, examples['ledger checkpoint'])
    .description('Sign what a ledger is now, in three lines that anybody can keep.')
    .argument('<file>', 'the ledger to read')
    .requiredOption('--key <file>', 'the key that signs; keep it off the machine of the ledger')
    .option('--witness <file>', 'hold the ledger against these checkpoints, and add this one')
    .action(async (file, { key, witness }) => {
      const { ledgerCheckpoint } = await import('./proof.ts');
      shell.outcome.code = await ledgerCheckpoint(shell.terminal, { file, key, witness });
    });
};

const addProve = (ledger: Command, shell: Shell): void => {
  base(ledger.command('prove'), shell, examples['ledger prove'])
    .description('Prove that a fact is in the ledger that was signed, or that it only grew.')
    .argument('<file>', 'the ledger to read')
    .argument('[revision]', 'the number of the fact, from 1', wholeNumber)
    .option('--from <facts>', 'instead: that it begins as at this checkpoint', wholeNumber)
    .requiredOption('--against <file>', 'the signed checkpoints')
    .requiredOption('--verifier <file>', 'the key that verifies them')
    .action(async (file, revision, { from, against, verifier }) => {
      const { ledgerProve } = await import('./proof.ts');
      const args = { file, revision, from, against, verifier };
      shell.outcome.code = await ledgerProve(shell.terminal, args);
    });
};

const addCheck = (ledger: Command, shell: Shell): void => {
  base(ledger.command('check'), shell, examples['ledger check'])
    .description('Check a proof by the key alone; no ledger is needed.')
    .argument('<proof>', 'what `berth ledger prove` has written')
    .requiredOption('--verifier <file>', 'the key that verifies')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (file, { verifier, output }) => {
      const { ledgerCheck } = await import('./proof.ts');
      shell.outcome.code = await ledgerCheck(shell.terminal, { file, verifier, output });
    });
};
