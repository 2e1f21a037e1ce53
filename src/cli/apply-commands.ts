import type { Command } from 'commander';
import { examples } from './examples.ts';
import {
  maxItemsOf,
  momentOption,
  serverOptions,
  trialOptions,
  writeOptions,
} from './server-options.ts';
import { base, oneMore, type Shell, someMore, wholeNumber } from './shell.ts';

/** Adds `berth apply` and `berth delete`. */
export const addApply = (program: Command, shell: Shell): void => {
  const apply = base(program.command('apply'), shell, examples.apply)
    .description(
      'Make what there is as files say it is to be; all is checked before anything is sent.',
    )
    .requiredOption(
      '-f, --filename <file>',
      'YAML or JSON; - is stdin; repeat it for more',
      oneMore,
    )
    .option('-p, --project <id>', 'the project of workloads that name none');
  trialOptions(apply).action(async (options) => {
    const { apply: run } = await import('./asks/apply.ts');
    shell.outcome.code = await run(shell.terminal, options);
  });
  addDelete(program, shell);
};

const addDelete = (program: Command, shell: Shell): void => {
  const remove = base(program.command('delete'), shell, examples.delete)
    .description('Delete what files name, what leans on others first.')
    .requiredOption(
      '-f, --filename <file>',
      'YAML or JSON; - is stdin; repeat it for more',
      oneMore,
    )
    .option('--ignore-not-found', 'bear that something is not there');
  writeOptions(remove).action(async (options) => {
    const { deleteFiles } = await import('./asks/delete-files.ts');
    shell.outcome.code = await deleteFiles(shell.terminal, options);
  });
};

/** Adds `berth events`. */
export const addEvents = (program: Command, shell: Shell): void => {
  const events: Command = base(program.command('events'), shell, examples.events)
    .description('Tell the facts of the ledger: the last ones, or all behind a revision.')
    .option('-f, --follow', 'go on, and tell those that come')
    .option('--since <revision>', 'facts behind this revision; 0 for all', wholeNumber)
    .option('--subject <kind/id>', 'only about it; a kind alone means all of that kind')
    .option('--type <type>', 'only of this type, such as WorkloadPreempted; repeat it', someMore)
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .addOption(maxItemsOf(() => events))
    .option('-o, --output <format>', 'table, json (one object a line) or yaml', 'table')
    .option('--no-headers', 'leave the header line out');
  serverOptions(events.addOption(momentOption())).action(async (options) => {
    const { events: tell } = await import('./tell/events.ts');
    shell.outcome.code = await tell(shell.terminal, options);
  });
};
