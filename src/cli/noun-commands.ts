import type { Command } from 'commander';
import { nounExamples } from './examples.ts';
import type { Noun } from './nouns.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth NOUN list` and `berth NOUN describe`. */
export const addNoun = (program: Command, noun: Noun, shell: Shell): void => {
  const command = base(program.command(noun), shell, nounExamples(noun).list);
  command.description(`Read ${noun}s of a ledger.`);
  addList(command, noun, shell);
  addDescribe(command, noun, shell);
};

const addList = (command: Command, noun: Noun, shell: Shell): void => {
  const list = base(command.command('list'), shell, nounExamples(noun).list)
    .description(`List the ${noun}s.`)
    .requiredOption('--ledger <file>', 'the ledger to read')
    .option('-o, --output <format>', 'table, wide, name, json or yaml', 'table')
    .option('--no-headers', 'leave the header line out')
    .action(async (options) => {
      const { listNoun } = await import('./resources.ts');
      shell.outcome.code = await listNoun(shell.terminal, noun, options);
    });
  if (noun === 'workload') addFilters(list);
};

const addDescribe = (command: Command, noun: Noun, shell: Shell): void => {
  base(command.command('describe <id>'), shell, nounExamples(noun).describe)
    .description(`Show all that is known of one ${noun}.`)
    .requiredOption('--ledger <file>', 'the ledger to read')
    .option('-o, --output <format>', 'text, json or yaml', 'text')
    .action(async (id, options) => {
      const { describeNoun } = await import('./resources.ts');
      shell.outcome.code = await describeNoun(shell.terminal, noun, { id, ...options });
    });
};

const addFilters = (list: Command): void => {
  list
    .option('--project <id>', 'only of this project; repeat it for more', oneMore)
    .option('--phase <phase>', 'only in this phase, such as Pending; repeat it for more', oneMore)
    .option('--queue <id>', 'only in this queue; repeat it for more', oneMore);
};

const oneMore = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];
