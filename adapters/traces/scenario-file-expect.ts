import type { InstantMs } from '../../domain/foundation/instant.ts';
import { queueIdOf } from '../../domain/queue/index.ts';
import type { Expectation, ExpectationPlace } from '../ports/expectation.ts';
import type { ScenarioUnit } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { gpuMilliAt } from './scenario-file-amounts.ts';
import type { ExpectationText } from './scenario-file-expect-shape.ts';
import { lineAt, type Page, refuseAt } from './scenario-file-page.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import { durationMsAt } from './scenario-file-times.ts';

/** What was read before the expectations, which name it. */
export interface ExpectationStage {
  readonly startMs: InstantMs;
  readonly workloads: Register;
  readonly nodes: Register;
  readonly pools: Register;
  readonly queues: Register;
}

/** The queues that departments and projects have: one for each pool in which they are promised something. */
export const queuesOf = (
  page: Page,
  home: string,
  owners: {
    readonly departments: readonly ScenarioUnit[];
    readonly projects: readonly ScenarioUnit[];
  },
): Register => {
  const queues = registerOf('queue', 'projects');
  const add = (ownerKind: 'department' | 'project', { id, elsewhere = [] }: ScenarioUnit): void => {
    for (const nodePoolId of [home, ...elsewhere.map((grant) => grant.nodePoolId)]) {
      queues.add(page, '', queueIdOf({ ownerKind, ownerId: id, nodePoolId }));
    }
  };
  for (const one of owners.departments) add('department', one);
  for (const one of owners.projects) add('project', one);
  return queues;
};

type Kind = Expectation['kind'];
type Key = Exclude<keyof ExpectationText, 'at'>;

/** What an expectation of a kind may say. */
const keysOf: Readonly<Record<Kind, readonly Key[]>> = {
  workload: [
    'workload',
    'phase',
    'pool',
    'nodes',
    'waitsAtMost',
    'waitsAtLeast',
    'preempted',
    'preemptedBy',
    'reason',
  ],
  queue: ['queue', 'gpu', 'gpuAtMost', 'gpuAtLeast'],
  event: ['event', 'workload', 'action', 'times', 'timesAtMost', 'timesAtLeast'],
  order: ['order'],
};

/** The expectations of a scenario, each of one kind that says something. @throws InputRefusal */
export const expectationsOf = (
  page: Page,
  written: readonly ExpectationText[],
  stage: ExpectationStage,
): readonly Expectation[] =>
  written.map((text, place) => {
    const pointer = `/expect/${place}`;
    const kind = kindOf(page, pointer, text);
    const atMs =
      text.at === undefined
        ? undefined
        : stage.startMs + durationMsAt(page, `${pointer}/at`, text.at);
    const here = { pointer, line: lineAt(page, pointer), atMs };
    return readers[kind]({ page, text, here, stage });
  });

/** What an expectation is about: what it names first says so. @throws InputRefusal */
const kindOf = (page: Page, pointer: string, text: ExpectationText): Kind => {
  const kind = (['event', 'order', 'queue', 'workload'] as const).find(
    (one) => text[one] !== undefined,
  );
  if (kind === undefined) {
    const problem = 'the expectation does not say of what';
    return refuseAt(page, pointer, {
      problem,
      remedy: 'add "workload", "queue", "event" or "order"',
    });
  }
  const keys = keysOf[kind];
  for (const key of Object.keys(text)) {
    if (key === 'at' || keys.some((known) => known === key)) continue;
    const problem = `an expectation of ${nounOf[kind]} has no ${shown(key)}`;
    const remedy = `known are at, ${keys.join(', ')}; expect other things in an entry of their own`;
    return refuseAt(page, `${pointer}/${key}`, { problem, remedy });
  }
  const says = keys.slice(1).filter((key) => text[key] !== undefined);
  if (says.length === 0 && (kind === 'workload' || kind === 'queue')) {
    const problem = `nothing is expected of the ${kind}`;
    return refuseAt(page, pointer, { problem, remedy: `add ${keys.slice(1).join(', ')}` });
  }
  return kind;
};

const nounOf: Readonly<Record<Kind, string>> = {
  workload: 'a workload',
  queue: 'a queue',
  event: 'events',
  order: 'an order',
};

interface Reading {
  readonly page: Page;
  readonly text: ExpectationText;
  readonly here: ExpectationPlace;
  readonly stage: ExpectationStage;
}

const workloadExpected = ({ page, text, here, stage }: Reading): Expectation => {
  const { pointer } = here;
  const { workload: workloadId = '', pool, nodes, preempted, preemptedBy, phase, reason } = text;
  stage.workloads.demand(page, `${pointer}/workload`, workloadId);
  if (pool !== undefined) stage.pools.demand(page, `${pointer}/pool`, pool);
  for (const [k, node] of (nodes ?? []).entries()) {
    stage.nodes.demand(page, `${pointer}/nodes/${k}`, node);
  }
  if (preemptedBy !== undefined) {
    stage.workloads.demand(page, `${pointer}/preemptedBy`, preemptedBy);
  }
  const waits = (key: 'waitsAtMost' | 'waitsAtLeast'): number | undefined => {
    const said = text[key];
    return said === undefined ? undefined : durationMsAt(page, `${pointer}/${key}`, said);
  };
  return {
    kind: 'workload',
    ...here,
    workloadId,
    phase,
    nodePoolId: pool,
    nodeIds: nodes,
    waitsAtMostMs: waits('waitsAtMost'),
    waitsAtLeastMs: waits('waitsAtLeast'),
    preempted,
    preemptedBy,
    reason,
  };
};

const queueExpected = ({ page, text, here, stage }: Reading): Expectation => {
  const { queue: queueId = '' } = text;
  stage.queues.demand(page, `${here.pointer}/queue`, queueId);
  const milli = (key: 'gpu' | 'gpuAtMost' | 'gpuAtLeast'): number | undefined => {
    const said = text[key];
    return said === undefined ? undefined : gpuMilliAt(page, `${here.pointer}/${key}`, said);
  };
  return {
    kind: 'queue',
    ...here,
    queueId,
    gpuMilli: milli('gpu'),
    atMostMilli: milli('gpuAtMost'),
    atLeastMilli: milli('gpuAtLeast'),
  };
};

/** At least once, unless it says how often. */
const eventExpected = ({ page, text, here, stage }: Reading): Expectation => {
  const { event = '', workload: workloadId, action, times, timesAtMost, timesAtLeast } = text;
  const { pointer } = here;
  if (workloadId !== undefined) stage.workloads.demand(page, `${pointer}/workload`, workloadId);
  if (times !== undefined && (timesAtMost ?? timesAtLeast) !== undefined) {
    const problem = 'how often is said twice';
    refuseAt(page, `${pointer}/times`, { problem, remedy: 'leave "times" or the others out' });
  }
  const usual = timesAtMost === undefined ? 1 : 0;
  const atLeast = times ?? timesAtLeast ?? usual;
  const atMost = times ?? timesAtMost ?? Number.POSITIVE_INFINITY;
  if (atLeast > atMost) {
    const problem = 'it can be expected never: at least more than at most';
    refuseAt(page, `${pointer}/timesAtLeast`, { problem, remedy: 'write a smaller number' });
  }
  return { kind: 'event', ...here, event, workloadId, action, atLeast, atMost };
};

const orderExpected = ({ page, text, here, stage }: Reading): Expectation => {
  const order = (text.order ?? []).map(({ event, workload: workloadId }, k) => {
    stage.workloads.demand(page, `${here.pointer}/order/${k}/workload`, workloadId);
    return { event, workloadId };
  });
  return { kind: 'order', ...here, order };
};

const readers: Readonly<Record<Kind, (reading: Reading) => Expectation>> = {
  workload: workloadExpected,
  queue: queueExpected,
  event: eventExpected,
  order: orderExpected,
};
