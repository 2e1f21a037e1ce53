import type { Command } from 'commander';
import { writeOptions } from './server-options.ts';
import { base, oneMore, type Shell, wholeNumber } from './shell.ts';
import { addDeletion } from './unit-commands.ts';
import { verbExamples } from './verb-examples.ts';

/** Adds `create`, `set` and `delete` of node pools. */
export const addNodePoolVerbs = (command: Command, shell: Shell): void => {
  const create = base(command.command('create'), shell, verbExamples('nodepool', 'create'))
    .description('Make a node pool of the nodes that carry a label.')
    .argument('<id>', 'a-z, 0-9 and "-" inside')
    .option('--label <key=value>', 'the label of its nodes; left out: all that no other pool has')
    .option('--display-name <text>', 'its name for people; its id unless said')
    .option('--cluster <id>', 'its cluster; the only one unless said');
  writeOptions(placing(create)).action(async (id: string, options) => {
    const { nodePoolWanted } = await import('./asks/estate.ts');
    const args = { ...options, id, isChange: false };
    shell.outcome.code = await nodePoolWanted(shell.terminal, args);
  });
  const set = base(command.command('set'), shell, verbExamples('nodepool', 'set'))
    .description('Change how a node pool places; what is not named stays.')
    .argument('<id>', 'the node pool');
  writeOptions(placing(set)).action(async (id: string, options) => {
    const { nodePoolWanted } = await import('./asks/estate.ts');
    shell.outcome.code = await nodePoolWanted(shell.terminal, { ...options, id, isChange: true });
  });
  addDeletion(command, 'nodepool', shell);
};

const placing = (command: Command): Command =>
  command
    .option(
      '--gpu-placement <strategy>',
      'berth (usual), fgd, binpack or spread, for work with GPUs',
    )
    .option('--cpu-placement <strategy>', 'binpack (usual) or spread, for work without');

/** Adds `create`, `cordon`, `uncordon` and `delete` of nodes. */
export const addNodeVerbs = (command: Command, shell: Shell): void => {
  addNodeCreation(command, shell);
  for (const verb of ['cordon', 'uncordon'] as const) {
    const isOn = verb === 'cordon';
    const cordon = base(command.command(verb), shell, verbExamples('node', verb))
      .description(
        isOn ? 'Let nodes take nothing new; what runs there goes on.' : 'Let them take work again.',
      )
      .argument('<id...>', 'their ids');
    if (isOn) cordon.option('--reason <text>', 'why, for the history');
    writeOptions(cordon).action(async (ids: readonly string[], options) => {
      const { cordonNodes } = await import('./asks/estate.ts');
      shell.outcome.code = await cordonNodes(shell.terminal, { ...options, ids, isOn });
    });
  }
  addNodeSet(command, shell);
  addDeletion(command, 'node', shell);
};

/** Says what to use instead. */
const addNodeSet = (command: Command, shell: Shell): void => {
  base(command.command('set', { hidden: true }), shell, verbExamples('node', 'cordon'))
    .description('Nodes are cordoned and uncordoned.')
    .argument('[words...]')
    .allowUnknownOption()
    .action(async () => {
      const { refuse } = await import('./complain.ts');
      const remedy = 'berth node cordon ID, or berth node uncordon ID';
      const text = `error: nothing of a node can be set\n  at: node set\n  remedy: ${remedy}\n`;
      shell.outcome.code = await refuse(shell.terminal, text);
    });
};

const addNodeCreation = (command: Command, shell: Shell): void => {
  const create = base(command.command('create'), shell, verbExamples('node', 'create'))
    .description('Let a node join by hand, where no cluster tells of its nodes.')
    .argument('<id>', 'its id')
    .option('--display-name <text>', 'its name for people; its id unless said')
    .option('--cluster <id>', 'its cluster; the only one unless said')
    .option('--node-pool <id>', 'its node pool; the only one unless said, else default')
    .option('--gpu-count <number>', 'its cards', wholeNumber, 0)
    .option('--gpu-model <text>', 'such as H100-80GB')
    .option('--gpu-memory <amount>', 'of each card, such as 80Gi')
    .option('--cpu <cores>', 'its cores', '1')
    .option('--memory <amount>', 'its memory', '1Gi')
    .option('--pods <number>', 'the most pods it takes', wholeNumber, 110)
    .option('--label <key=value>', 'repeat it for more', oneMore)
    .option('--taint <key=value:effect>', 'repeat it for more', oneMore)
    .option('--mig-strategy <word>', 'its cards are cut: single or mixed')
    .option('--mig-slice <profile=number>', 'such as 1g.10gb=7; repeat it for more', oneMore)
    .option('--extended-resource <name=number>', 'anything else; repeat it for more', oneMore)
    .option('--device-class <name=number>', 'devices for claims; repeat it for more', oneMore);
  writeOptions(create).action(async (id: string, options) => {
    const { createNode } = await import('./asks/node-create.ts');
    shell.outcome.code = await createNode(shell.terminal, { ...options, id });
  });
};

/** Adds `create` and `delete` of clusters. */
export const addClusterVerbs = (command: Command, shell: Shell): void => {
  const create = base(command.command('create'), shell, verbExamples('cluster', 'create'))
    .description('Register a cluster.')
    .argument('<id>', 'a-z, 0-9 and "-" inside')
    .option('--display-name <text>', 'its name for people; its id unless said');
  writeOptions(create).action(async (id: string, options) => {
    const { createCluster } = await import('./asks/estate.ts');
    shell.outcome.code = await createCluster(shell.terminal, { ...options, id });
  });
  addDeletion(command, 'cluster', shell);
};
