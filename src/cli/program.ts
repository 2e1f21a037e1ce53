import { Command } from 'commander';
import { addApply, addEvents } from './apply-commands.ts';
import { addAudit } from './audit-commands.ts';
import { addCompletion } from './completion-commands.ts';
import { addContext } from './context-commands.ts';
import { addDiff } from './diff-command.ts';
import { addClusterVerbs, addNodePoolVerbs, addNodeVerbs } from './estate-commands.ts';
import { examples } from './examples.ts';
import { addLedger } from './ledger-commands.ts';
import { addNoun } from './noun-commands.ts';
import { workloadNouns } from './nouns.ts';
import { addPolicy } from './policy-commands.ts';
import { base, type Outcome, type Shell } from './shell.ts';
import { addReplay } from './replay-command.ts';
import { addScenario } from './scenario-commands.ts';
import { addSim } from './sim-commands.ts';
import { version } from '../main/version.ts';
import type { Terminal } from './terminal.ts';
import { addConfig, addUp } from './up-command.ts';
import { addQueueVerbs, addUnitVerbs } from './unit-commands.ts';
import { addVectors } from './vectors-command.ts';
import { addWhatIf } from './whatif-command.ts';
import { addWhy } from './why-command.ts';
import { addWorkloadVerbs } from './workload-commands.ts';

/** Makes the tree of commands. Nothing but commander is loaded until a command runs. */
export const createProgram = (terminal: Terminal, outcome: Outcome): Command => {
  const shell = { terminal, outcome };
  const program = base(new Command('berth'), shell, examples.berth)
    .description('The event-sourced brain of GPU clusters.')
    .version(version, '-V, --version', 'print the version');
  addUp(program, shell);
  addNouns(program, shell);
  addApply(program, shell);
  addEvents(program, shell);
  addAudit(program, shell);
  addContext(program, shell);
  addConfig(program, shell);
  addPolicy(program, shell);
  addCompletion(program, shell);
  addSim(program, shell);
  addScenario(program, shell);
  addLedger(program, shell);
  addReplay(program, shell);
  addWhy(program, shell);
  addDiff(program, shell);
  addWhatIf(program, shell);
  addVectors(program, shell);
  return program;
};

/** The nouns that people work with come first in the help. */
const addNouns = (program: Command, shell: Shell): void => {
  for (const noun of workloadNouns) addWorkloadVerbs(addNoun(program, noun, shell), noun, shell);
  for (const noun of ['project', 'department'] as const) {
    addUnitVerbs(addNoun(program, noun, shell), noun, shell);
  }
  addQueueVerbs(addNoun(program, 'queue', shell), shell);
  addNodePoolVerbs(addNoun(program, 'nodepool', shell), shell);
  addNodeVerbs(addNoun(program, 'node', shell), shell);
  addClusterVerbs(addNoun(program, 'cluster', shell), shell);
  addNoun(program, 'topology', shell);
  addNoun(program, 'resourceclaim', shell);
};
