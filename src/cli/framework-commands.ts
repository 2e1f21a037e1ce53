import type { Command } from 'commander';
import { base, type Shell } from './shell.ts';
import { verbExamples } from './verb-examples.ts';

/** Verbs that Run:ai's CLI has below `training`, and the noun that has them here. @source Run:ai CLI v2 */
const frameworks = {
  standard: 'training',
  pytorch: 'distributed',
  tensorflow: 'distributed',
  mpi: 'distributed',
  xgboost: 'distributed',
  jax: 'distributed',
} as const;

/** Says for each framework of trainings which noun has its verbs. */
export const addFrameworks = (command: Command, shell: Shell): void => {
  for (const [framework, own] of Object.entries(frameworks)) {
    base(command.command(framework, { hidden: true }), shell, verbExamples(own, 'submit'))
      .description(`As berth ${own}.`)
      .argument('[words...]')
      .allowUnknownOption()
      .action(async ([verb = 'submit']: readonly string[]) => {
        const { refuse } = await import('./complain.ts');
        const what = `error: there is no noun '${framework}' below training`;
        const text = `${what}\n  at: training ${framework}\n  remedy: berth ${own} ${verb}\n`;
        shell.outcome.code = await refuse(shell.terminal, text);
      });
  }
};
