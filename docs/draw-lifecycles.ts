import { writeFileSync } from 'node:fs';
import type { AnyStateMachine } from 'xstate';
import { factByType } from '../domain/catalogue/events.ts';
import { clusterMachine } from '../domain/cluster/machine.ts';
import { departmentMachine } from '../domain/department/machine.ts';
import { type Lifecycle, lifecycleOf } from '../domain/foundation/lifecycle.ts';
import { leadershipMachine } from '../domain/leadership/machine.ts';
import { nodePoolMachine } from '../domain/node-pool/machine.ts';
import { nodeMachine } from '../domain/node/machine.ts';
import { policyMachine } from '../domain/policy/machine.ts';
import { projectMachine } from '../domain/project/machine.ts';
import { queueMachine } from '../domain/queue/machine.ts';
import { workloadMachine } from '../domain/workload/machine.ts';

/** A machine under the heading that the page gives it. */
interface Drawn {
  readonly title: string;
  readonly folder: string;
  readonly machine: AnyStateMachine;
}

/** Every machine of Berth, in the order of the page; `folder` is where it lives in `domain/`. */
export const machines: readonly Drawn[] = [
  { title: 'Workload', folder: 'workload', machine: workloadMachine },
  { title: 'Queue', folder: 'queue', machine: queueMachine },
  { title: 'Project', folder: 'project', machine: projectMachine },
  { title: 'Department', folder: 'department', machine: departmentMachine },
  { title: 'Node pool', folder: 'node-pool', machine: nodePoolMachine },
  { title: 'Node', folder: 'node', machine: nodeMachine },
  { title: 'Cluster', folder: 'cluster', machine: clusterMachine },
  { title: 'Leadership', folder: 'leadership', machine: leadershipMachine },
  { title: 'Policy', folder: 'policy', machine: policyMachine },
];

const preamble = `# Lifecycles

Which fact may follow which, for every aggregate. Drawn from the machines in \`domain/*/machine.ts\` by \`npm run draw\`; a
test compares this page with them, so change the machine, not the page.

In the drawings an aggregate begins at the dot; in the tables its first phase is the first column. A cell names the phase
that the fact of its row leads to; an empty cell means that the fact is illegal there, and that appending it is a defect.
`;

/**
 * The page docs/LIFECYCLES.md: one drawing and one table for every machine.
 *
 * Pure, so that a test can compare it with the file.
 */
export const drawLifecycles = (): string =>
  [preamble, ...machines.map(sectionOf)].join('\n').replace(/\n*$/, '\n');

const sectionOf = ({ title, folder, machine }: Drawn): string => {
  const lifecycle = lifecycleOf(machine);
  return [
    `## ${title}`,
    '',
    `[domain/${folder}/machine.ts](../domain/${folder}/machine.ts)`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...edgesOf(lifecycle).map((edge) => `  ${edge}`),
    '```',
    '',
    ...tableOf(lifecycle),
    '',
  ].join('\n');
};

const edgesOf = (lifecycle: Lifecycle): readonly string[] => {
  const { initial, phases, after } = lifecycle;
  const types = inOrderOfLife(lifecycle);
  const isReentered = phases.some((phase) => types.some((type) => after(phase, type) === initial));
  const edges = phases.flatMap((phase) => {
    const from = phase === initial && !isReentered ? '[*]' : phase;
    const targets = [...new Set(types.map((type) => after(phase, type)))].filter(isKnown);
    if (targets.length === 0) return [`${from} --> [*]`];
    return targets.map((target) => {
      const leading = types.filter((type) => after(phase, type) === target);
      return `${from} --> ${target}: ${leading.join(', ')}`;
    });
  });
  return isReentered ? [`[*] --> ${initial}`, ...edges] : edges;
};

const isKnown = (phase: string | undefined): phase is string => phase !== undefined;

/** Padded as Prettier pads, so that a formatter leaves the page alone. */
const tableOf = (lifecycle: Lifecycle): readonly string[] => {
  const { phases, after } = lifecycle;
  const rows = [
    ['fact', ...phases],
    ...inOrderOfLife(lifecycle).map((type) => [
      type,
      ...phases.map((phase) => after(phase, type) ?? ''),
    ]),
  ];
  const widths = ['fact', ...phases].map((_name, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    lineOf(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  const rule = lineOf(widths.map((width) => '-'.repeat(width)));
  return [...padded.slice(0, 1), rule, ...padded.slice(1)];
};

/** The facts in the order in which `events.ts` tells them. */
const inOrderOfLife = ({ eventTypes }: Lifecycle): readonly string[] =>
  [...factByType.keys()].filter((type) => eventTypes.includes(type));

if (import.meta.main) {
  writeFileSync(new URL('LIFECYCLES.md', import.meta.url), drawLifecycles());
}
