import { describe, expect, it } from 'vitest';
import type { Scenario, ScenarioJob } from '../../../../adapters/ports/scenario.ts';
import type { BerthRecorded } from '../../../../domain/catalogue/events.ts';
import { readFacts } from '../../../../src/app/read.ts';
import type { Cause, Why } from '../../../../src/app/why/index.ts';
import { whyIn } from '../../../../src/main/why-ledger.ts';
import { played, rightOf, smallScenario } from '../stage.ts';

const { jobs: some, ...pool } = smallScenario(1, 1);
const like = some[0];

type Wish = Partial<ScenarioJob> & { readonly id: string; readonly gpus: number };

const job = ({ gpus, ...wish }: Wish): ScenarioJob => {
  if (like === undefined) throw new Error('no job to go by');
  const request = { gpuDevices: gpus, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 2 ** 30 };
  return {
    ...like,
    projectId: 'red',
    priority: 50,
    preemptible: true,
    subGroups: [{ name: 'main', pods: 1, request }],
    submitAtMs: 0,
    runMs: 3_600_000,
    cancelAtMs: undefined,
    exitCode: 0,
    ...wish,
  };
};

/** Fills the four nodes of four. */
const full = (projectId: string): readonly ScenarioJob[] =>
  [0, 1, 2, 3].map((k) => job({ id: `full-${k}`, gpus: 4, projectId }));

const late = { submitAtMs: 600_000 };

interface Case {
  readonly what: string;
  readonly jobs: readonly ScenarioJob[];
  readonly failures?: Scenario['failures'];
  /** At which fact it is asked about whom. */
  readonly at: (fact: BerthRecorded) => boolean;
  readonly outcome: string;
  /** Figures that some cause has, and words that some sentence says. */
  readonly figures: readonly string[];
  readonly says: readonly RegExp[];
}

const takenBy = (action: string) => (fact: BerthRecorded) =>
  fact.type === 'WorkloadPreempted' && fact.data.action === action;
const ofType = (type: BerthRecorded['type'], id?: string) => (fact: BerthRecorded) =>
  fact.type === type && (id === undefined || fact.subject.id === id);

const eviction = ['preemptorId', 'fairShare', 'limit', 'allocated', 'taken', 'kernel', 'policy'];

const cases: readonly Case[] = [
  {
    what: 'pending',
    jobs: [...full('red'), job({ id: 'me', gpus: 4, ...late })],
    at: ofType('WorkloadDeferred', 'me'),
    outcome: 'Pending',
    figures: ['verdict', 'refusals', 'before', 'fairShare', 'limit', 'allocated', 'grounds'],
    says: [/have to come free/, /4 have too few GPUs free/, /first of 1 workload/, /When is not/],
  },
  {
    what: 'placed',
    jobs: [job({ id: 'me', gpus: 4 })],
    at: ofType('WorkloadAllocated', 'me'),
    outcome: 'Initializing',
    figures: ['placements', 'refusals', 'fairShare', 'kernel', 'policy'],
    says: [
      /Devices were given to 1 pod on node-a/,
      /Decided on the state at revision \d+ by kernel/,
    ],
  },
  {
    what: 'preempted',
    jobs: [
      ...full('red'),
      job({ id: 'other', gpus: 1, projectId: 'blue', submitAtMs: 1_200_000 }),
      job({ id: 'urgent', gpus: 4, priority: 80, ...late }),
    ],
    at: takenBy('preempt'),
    outcome: 'Terminating',
    figures: eviction,
    says: [/preempted for work of higher priority.*urgent/, /Both sides:/, /GPU-hours done/],
  },
  {
    what: 'reclaimed, and who was spared by which rule',
    jobs: [
      ...full('red').slice(0, 3),
      job({ id: 'guarded', gpus: 4, preemptible: false, priority: 120 }),
      job({ id: 'owed', gpus: 4, projectId: 'blue', ...late }),
    ],
    at: takenBy('reclaim'),
    outcome: 'Terminating',
    figures: [...eviction, 'candidates', 'by'],
    says: [
      /reclaimed for a queue that is owed more: workload owed/,
      /Its side: .*above its fair share/,
      /3 workloads may have gone by the rules/,
      /1 workload kept devices: they may not be preempted \(guarded\)/,
    ],
  },
  {
    what: 'consolidated',
    jobs: [
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
        job({ id: `half-${k}`, gpus: 2, runMs: k % 2 === 0 ? 300_000 : 3_600_000 }),
      ),
      job({ id: 'wide', gpus: 4, ...late }),
    ],
    at: takenBy('consolidate'),
    outcome: 'Terminating',
    figures: eviction,
    says: [/moved, so that somebody else finds room: workload wide/, /needed the room for 1 pod/],
  },
  {
    what: 'evicted with its node',
    jobs: [job({ id: 'me', gpus: 4 })],
    failures: [{ nodeId: 'node-a', atMs: 400_000, returnAtMs: undefined }],
    at: ofType('WorkloadInterrupted', 'me'),
    outcome: 'Terminating',
    figures: ['nodeId', 'reason'],
    says: [/It lost its devices: Interrupted on node node-a/],
  },
  {
    what: 'asked to stop or to go',
    jobs: [job({ id: 'me', gpus: 4, cancelAtMs: 500_000 })],
    at: (fact) =>
      fact.type === 'WorkloadDeletionRequested' || fact.type === 'WorkloadStopRequested',
    outcome: 'Deleting',
    figures: ['actor', 'commandId', 'origin'],
    says: [/asked for it.*\(command /],
  },
  {
    what: 'ended',
    jobs: [job({ id: 'me', gpus: 4, runMs: 60_000 })],
    at: ofType('WorkloadCompleted', 'me'),
    outcome: 'Completed',
    figures: ['commandId', 'origin'],
    says: [/The cluster reported it/],
  },
];

const all = (cause: Cause): readonly Cause[] => [cause, ...cause.causes.flatMap(all)];

const answerTo = async ({ jobs, failures = [], at }: Case): Promise<Why | undefined> => {
  const { log } = await played({ ...pool, jobs: [...jobs], failures });
  const { revision: head } = rightOf(await log.head()());
  let found: BerthRecorded | undefined;
  rightOf(
    await readFacts(log, { after: 0, to: head }, ({ fact }) => {
      if (found === undefined && at(fact)) found = fact;
    }),
  );
  if (found === undefined) throw new Error('it never came to that');
  const { subject, revision } = found;
  return rightOf(await whyIn(log, { kinds: ['workload'], id: subject.id, at: `${revision}` }));
};

describe('why, by what became of a workload', () => {
  it.each(cases)('$what', async (one) => {
    const why = await answerTo(one);
    expect(why?.outcome).toBe(one.outcome);
    const causes = why === undefined ? [] : all(why.because);
    const told = new Set(causes.flatMap(({ figures }) => Object.keys(figures ?? {})));
    for (const figure of one.figures) expect([...told]).toContain(figure);
    const text = causes.map(({ says }) => says).join('\n');
    for (const words of one.says) expect(text).toMatch(words);
    expect(causes.some(({ revision }) => revision !== undefined)).toBe(true);
  });
});
