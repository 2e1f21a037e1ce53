import type { Command } from 'commander';
import { examples } from './examples.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth scenario test`. */
export const addScenario = (program: Command, shell: Shell): void => {
  const scenario = base(program.command('scenario'), shell, examples.scenario);
  scenario.description('Scenario files as tests.');
  base(scenario.command('test'), shell, examples['scenario test'])
    .description(
      'Play scenario files and hold each against what it expects; exit 1 where something is otherwise.',
    )
    .argument('<files...>', 'scenarios of your own (JSON or YAML) with an "expect" section')
    .option('--seed <number>', 'of the simulated cluster', wholeNumber, 42)
    .option('--policy <file>', 'rules for all of them; else those that each names')
    .option('--ledgers <folder>', 'keep their ledgers here; else those of failures alone are kept')
    .option('-o, --output <format>', 'text, json or junit', 'text')
    .action(async (files: readonly string[], options) => {
      const { scenarioTest } = await import('./scenario-test.ts');
      shell.outcome.code = await scenarioTest(shell.terminal, { ...options, files });
    });
};
