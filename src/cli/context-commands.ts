import { type Command, Option } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell } from './shell.ts';

/** Adds `berth context list`, `current`, `use`, `set` and `delete`. */
export const addContext = (program: Command, shell: Shell): void => {
  const context = base(program.command('context'), shell, examples.context);
  context.description('Keep the servers that you work with, each by a name.');
  addList(context, shell);
  addUse(context, shell);
  addSet(context, shell);
  addDelete(context, shell);
};

const addList = (context: Command, shell: Shell): void => {
  base(context.command('list'), shell, examples['context list'])
    .description('List the contexts; a star marks the one in use.')
    .option('-o, --output <format>', 'table, wide, json, yaml, name or jsonpath=TEMPLATE', 'table')
    .option('--no-headers', 'leave the header line out')
    .action(async (options) => {
      const { contextList } = await import('./contexts.ts');
      shell.outcome.code = await contextList(shell.terminal, options);
    });
  base(context.command('current'), shell, examples['context current'])
    .description('Print the name of the context in use.')
    .action(async () => {
      const { contextCurrent } = await import('./contexts.ts');
      shell.outcome.code = await contextCurrent(shell.terminal);
    });
};

const addUse = (context: Command, shell: Shell): void => {
  base(context.command('use <name>'), shell, examples['context use'])
    .description('Use a context from now on.')
    .action(async (name: string) => {
      const { contextUse } = await import('./contexts.ts');
      shell.outcome.code = await contextUse(shell.terminal, name);
    });
};

const addSet = (context: Command, shell: Shell): void => {
  base(context.command('set <name>'), shell, examples['context set'])
    .description('Add a context, or change what is named of one. The first is used at once.')
    .option('--server <url>', 'where the server is, such as https://berth.example.org')
    .option('--token-file <file>', 'the file with its token; the file stays where it is')
    .addOption(
      new Option('--token-stdin', 'keep the token that stands on stdin').conflicts('tokenFile'),
    )
    .option('-p, --project <id>', 'the project that is meant where none is named; "" for none')
    .action(async (name: string, options) => {
      const { contextSet } = await import('./context-set.ts');
      shell.outcome.code = await contextSet(shell.terminal, name, options);
    });
};

const addDelete = (context: Command, shell: Shell): void => {
  base(context.command('delete <name>'), shell, examples['context delete'])
    .description('Forget a context and its token.')
    .action(async (name: string) => {
      const { contextDelete } = await import('./contexts.ts');
      shell.outcome.code = await contextDelete(shell.terminal, name);
    });
};
