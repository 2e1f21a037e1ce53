import { describe, expect, test } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { type NodeExpression, nodeOperators } from '../../../domain/foundation/node-terms.ts';
import type { Gang, PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import {
  type KernelDecision,
  type SubmitWorkload,
  workload,
} from '../../../domain/workload/index.ts';
import * as a from './history.ts';

const { given, submission } = a;
const pods = a.gang;
const asking = (request: Partial<PodRequest>): Partial<SubmitWorkload> => ({
  subGroups: [{ ...pods, request: { ...pods.request, ...request } }],
});
const saying = (change: Partial<SubGroup>): Partial<SubmitWorkload> => ({
  subGroups: [{ ...pods, ...change }],
});
const gang = (change: Partial<Gang>): Partial<SubmitWorkload> => ({
  gang: { podSets: [{ name: 'main', minPods: 1 }], groups: [], ...change },
});
const at = '/subGroups/0';

/** What is refused, where, and why. */
type Refused = readonly [
  change: Partial<SubmitWorkload>,
  pointer: string,
  problem: string,
  bound?: number,
];

/** Terms of nodes that are refused: their expressions, of the label `a` unless said. */
interface TermsRefused {
  readonly terms: readonly (readonly ExpressionSaid[])[];
  readonly at: string;
  readonly problem?: string;
  readonly bound?: number;
}
interface ExpressionSaid {
  readonly key?: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

const termOf = (expressions: readonly ExpressionSaid[]) => ({
  matchExpressions: expressions.map(({ key = 'a', operator, values }): NodeExpression => ({
    key,
    operator: nodeOperators.find((one) => one === operator) ?? 'In',
    ...(values === undefined ? {} : { values: [...values] }),
  })),
});
const termsRefused = ({
  terms,
  at: below,
  problem = 'AboveBound',
  bound,
}: TermsRefused): Refused => {
  const change = saying({ affinity: { requiredNodes: terms.map(termOf) } });
  const pointer = `${at}/affinity/requiredNodes${below}`;
  return bound === undefined ? [change, pointer, problem] : [change, pointer, problem, bound];
};
const first = '/0/matchExpressions/0';
const integer = `${first}/values/0`;

const ofGangs: readonly Refused[] = [
  [saying({ podSet: 'other' }), `${at}/podSet`, 'UnknownPodSet'],
  [gang({ podSets: [{ name: 'other', minPods: 1 }] }), `${at}/podSet`, 'UnknownPodSet'],
  [
    gang({
      podSets: [
        { name: 'main', minPods: 1 },
        { name: 'main', minPods: 1 },
      ],
    }),
    '/gang/podSets/1/name',
    'Duplicate',
  ],
  [
    gang({
      podSets: [
        { name: 'main', minPods: 1 },
        { name: 'other', minPods: 0 },
      ],
    }),
    '/gang/podSets/1/name',
    'NoPods',
  ],
  [gang({ podSets: [{ name: 'main', minPods: 3 }] }), '/gang/podSets/0/minPods', 'AboveBound', 2],
  [gang({ podSets: [{ name: 'main', minPods: 0 }] }), '/gang/podSets', 'BelowBound', 1],
  [
    gang({ podSets: [{ name: 'main', minPods: 1, group: 'g' }] }),
    '/gang/podSets/0/group',
    'UnknownGroup',
  ],
  [gang({ groups: [{ name: 'g', parent: 'h' }] }), '/gang/groups/0/parent', 'UnknownGroup'],
  [gang({ groups: [{ name: 'g', parent: 'g' }] }), '/gang/groups/0/parent', 'Cycle'],
  [
    gang({
      groups: [{ name: 'f' }, { name: 'g', parent: 'h' }, { name: 'h', parent: 'g' }],
    }),
    '/gang/groups/1/parent',
    'Cycle',
  ],
  [gang({ groups: [{ name: 'g' }, { name: 'g' }] }), '/gang/groups/1/name', 'Duplicate'],
  [gang({ topology: { topology: 'racks' } }), '/gang/topology', 'NoLevel'],
  [gang({ topology: { topology: '', required: 'rack' } }), '/gang/topology/topology', 'Empty', 1],
  [
    gang({ podSets: [{ name: 'main', minPods: 1, topology: { topology: 'r', preferred: '' } }] }),
    '/gang/podSets/0/topology/preferred',
    'Empty',
    1,
  ],
  [
    { ...gang({ podSets: [{ name: 'main', minPods: 2 }] }), ...scaledBetween(0, 4) },
    '/gang/podSets/0/minPods',
    'AboveBound',
    1,
  ],
  [{ semiPreemptible: true }, '/semiPreemptible', 'AlreadyPreemptible'],
  [{ nodePoolIds: ['other', 'default'] }, '/nodePoolIds/0', 'NotFirst'],
  [{ nodePoolIds: [] }, '/nodePoolIds/0', 'NotFirst'],
  [{ nodePoolIds: ['default', 'a', 'a'] }, '/nodePoolIds/2', 'Duplicate'],
  [{ nodePoolIds: ['default', 'No Id'] }, '/nodePoolIds/1', 'NotAnId'],
  [
    { nodePoolIds: ['default', ...Array.from({ length: 64 }, (_, k) => `p${k}`)] },
    '/nodePoolIds',
    'AboveBound',
    64,
  ],
];

function scaledBetween(min: number, max: number): Partial<SubmitWorkload> {
  return { workloadType: 'inference', replicas: { min, max } };
}

const request = `${at}/request`;
const term = { labels: { app: 'a' }, topologyKey: 'zone' };

const ofPods: readonly Refused[] = [
  [asking({ gpuMemoryMib: 100 }), `${request}/gpuMemoryMib`, 'MemoryAndShare'],
  [
    asking({ gpuMemoryMib: 100, gpuDevices: 0, gpuMilli: 0 }),
    `${request}/gpuMemoryMib`,
    'MemoryWithoutDevices',
  ],
  [asking({ gpuMemoryMib: 0, gpuMilli: 0 }), `${request}/gpuMemoryMib`, 'NotAWholeNumber', 1],
  [asking({ mig: { 'nvidia.com/mig-1g.10gb': 1 } }), `${request}/mig`, 'DevicesAndMig'],
  [
    asking({ gpuDevices: 0, gpuMilli: 0, mig: { 'mig-1g.10gb': 1 } }),
    `${request}/mig/mig-1g.10gb`,
    'NotAMigSlice',
  ],
  [
    asking({ gpuDevices: 0, gpuMilli: 0, mig: { 'nvidia.com/mig-1g.10gb': 0 } }),
    `${request}/mig/nvidia.com~1mig-1g.10gb`,
    'NotAWholeNumber',
    1,
  ],
  [
    asking({ resources: { 'nvidia.com/gpu': 1 } }),
    `${request}/resources/nvidia.com~1gpu`,
    'OwnMember',
  ],
  [
    asking({ resources: { 'nvidia.com/mig-1g.10gb': 1 } }),
    `${request}/resources/nvidia.com~1mig-1g.10gb`,
    'OwnMember',
  ],
  [asking({ resources: { '': 1 } }), `${request}/resources/`, 'Empty', 1],
  [asking({ resources: { efa: 0.5 } }), `${request}/resources/efa`, 'NotAWholeNumber', 1],
  [asking({ claims: ['a', 'a'] }), `${request}/claims/1`, 'Duplicate'],
  [asking({ claims: ['No Id'] }), `${request}/claims/0`, 'NotAnId'],
  [
    asking({ claims: Array.from({ length: 65 }, (_, k) => `c${k}`) }),
    `${request}/claims`,
    'AboveBound',
    64,
  ],
  [
    asking({ hostPorts: [{ port: 65_536, protocol: 'TCP' }] }),
    `${request}/hostPorts/0/port`,
    'AboveBound',
    65_535,
  ],
  [
    asking({ hostPorts: [{ port: 1, protocol: 'tcp' }] }),
    `${request}/hostPorts/0/protocol`,
    'NotAProtocol',
  ],
  [
    asking({
      hostPorts: [
        { port: 1, protocol: 'TCP' },
        { port: 1, protocol: 'UDP' },
        { port: 1, protocol: 'TCP' },
      ],
    }),
    `${request}/hostPorts/2`,
    'Duplicate',
  ],
  [saying({ podPriority: 0.5 }), `${at}/podPriority`, 'NotAWholeNumber', -2_147_483_647],
  [saying({ podLabels: { '': 'x' } }), `${at}/podLabels/`, 'Empty', 1],
  [
    saying({ nodeSelector: { zone: ['x'.repeat(16_385)] } }),
    `${at}/nodeSelector/zone/1`,
    'AboveBound',
    16_384,
  ],
  [
    saying({ affinity: { podAffinity: [{ ...term, labels: {} }] } }),
    `${at}/affinity/podAffinity/0/labels`,
    'Empty',
    1,
  ],
  [
    saying({ affinity: { podAntiAffinity: [term, { ...term, topologyKey: '' }] } }),
    `${at}/affinity/podAntiAffinity/1/topologyKey`,
    'Empty',
    1,
  ],
  [
    saying({ affinity: { podAffinity: [{ ...term, weight: 101 }] } }),
    `${at}/affinity/podAffinity/0/weight`,
    'AboveBound',
    100,
  ],
  [
    saying({ affinity: { preferredNodes: [{ labels: { zone: ['a'] }, weight: 0 }] } }),
    `${at}/affinity/preferredNodes/0/weight`,
    'NotAWholeNumber',
    1,
  ],
  ...[
    { terms: [], at: '', problem: 'Empty', bound: 1 },
    { terms: [[]], at: '/0/matchExpressions', problem: 'Empty', bound: 1 },
    { terms: [[{ operator: 'In' }]], at: `${first}/values`, problem: 'Empty', bound: 1 },
    { terms: [[{ operator: 'NotIn', values: [] }]], at: `${first}/values`, problem: 'Empty' },
    { terms: [[{ operator: 'Exists', values: ['a'] }]], at: `${first}/values`, bound: 0 },
    { terms: [[{ operator: 'Gt', values: ['1', '2'] }]], at: `${first}/values`, bound: 1 },
    { terms: [[{ operator: 'Gt', values: ['x'] }]], at: integer, problem: 'NotAnInteger' },
    { terms: [[{ operator: 'Lt', values: ['1.5'] }]], at: integer, problem: 'NotAnInteger' },
    { terms: [[{ operator: 'Lt', values: ['1e3'] }]], at: integer, problem: 'NotAnInteger' },
    { terms: [[{ key: '', operator: 'Exists' }]], at: `${first}/key`, problem: 'Empty', bound: 1 },
    { terms: Array.from({ length: 65 }, () => [{ operator: 'Exists' }]), at: '', bound: 64 },
    {
      terms: [[{ operator: 'In', values: ['x'.repeat(16_385)] }]],
      at: integer,
      bound: 16_384,
    },
  ].map(termsRefused),
  [
    saying({ affinity: { preferredNodes: [{ labels: {}, matchExpressions: [], weight: 1 }] } }),
    `${at}/affinity/preferredNodes/0/labels`,
    'Empty',
    1,
  ],
  [
    saying({
      affinity: {
        preferredNodes: [
          { labels: {}, matchExpressions: [{ key: 'a', operator: 'In' }], weight: 1 },
        ],
      },
    }),
    `${at}/affinity/preferredNodes/0/matchExpressions/0/values`,
    'Empty',
    1,
  ],
  [
    saying({ affinity: { podAffinity: Array.from({ length: 65 }, () => term) } }),
    `${at}/affinity/podAffinity`,
    'AboveBound',
    64,
  ],
];

describe('workload › what a submission may not say of its pods', () => {
  test.each(
    [...ofGangs, ...ofPods].map(([change, pointer, problem, bound]) => ({
      change,
      refusal: { _tag: 'InvalidSpec', pointer, problem, ...(bound === undefined ? {} : { bound }) },
    })),
  )('$refusal.problem is refused at $refusal.pointer', ({ change, refusal }) => {
    const decided = workload.decide(submission(change), workload.initial);
    expect(isLeft(decided) ? decided.left : decided).toMatchObject(refusal);
  });

  test('a further pool that nobody knows is named', () => {
    given()
      .when(submission({ nodePoolIds: ['default', 'far'], unknownNodePoolId: 'far' }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'far' });
  });
});

describe('workload › with a gang', () => {
  const elastic = { podSets: [{ name: 'main', minPods: 1 }], groups: [] };
  const allocate = (placements: typeof a.placements): KernelDecision => ({
    type: 'AllocateWorkload',
    attempt: 1,
    placements,
    basis: a.basis,
  });

  test('is told from one that says nothing of its pods', () => {
    given(a.submitted({ gang: elastic }))
      .when(submission())
      .then({ _tag: 'AlreadySubmitted', phase: 'Creating' });
    given(a.submitted({ gang: elastic }))
      .when(submission({ gang: elastic }))
      .thenNothing();
  });

  test('starts with the minimum of each pod set, or with more', () => {
    const [first] = a.placements;
    const waiting = [a.submitted({ gang: elastic }), a.queued()];
    for (const placements of [[first].flatMap((one) => one ?? []), a.placements]) {
      given(...waiting)
        .when(allocate(placements))
        .then({ type: 'WorkloadAllocated', data: { attempt: 1, placements, basis: a.basis } });
    }
  });

  test('rejects less than the minimum, and more pods than there are', () => {
    const waiting = [a.submitted({ gang: elastic }), a.queued()];
    given(...waiting)
      .when(allocate([]))
      .then({ _tag: 'GangIncomplete', podsAsked: 1, podsPlaced: 0 });
    given(...waiting)
      .when(allocate([...a.placements, ...a.placements]))
      .then({ _tag: 'GangIncomplete', podsAsked: 2, podsPlaced: 4 });
  });
});
