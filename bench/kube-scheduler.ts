import {
  defaultPolicy,
  forget,
  type Plan,
  plan,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import type { Shape } from './kube-shape.ts';
import { measuredPod, poolBefore, shapes } from './kube-shapes.ts';
import { type KubeScenario, peers } from './peer-scenarios.ts';
import { submit } from './asking.ts';
import { fold, timed } from './pool.ts';
import { decidedRow, type Measured, repeatsOf, type Row } from './row.ts';

/** Runs of each figure. */
const repeats = repeatsOf(3);

interface Run extends Measured {
  readonly placed: number;
  readonly evicted: number;
}

/** What comes of one step: it is planned, written down, and those who were evicted are gone for good. */
const step = (snapshot: Snapshot, plans: Plan[]): void => {
  const made = plan(snapshot, defaultPolicy);
  fold(snapshot, made);
  for (const { workloadId } of made.evictions) forget(snapshot, workloadId);
  plans.push(made);
};

/** Every measured pod comes alone and is planned alone; what happens besides comes as often as it would at the threshold. */
const runOnce = (shape: Shape, scenario: KubeScenario): Run => {
  const snapshot = poolBefore(shape, scenario);
  const { besides } = shape;
  const gap = Math.max(1, Math.round(((besides?.everyMs ?? 0) * scenario.threshold) / 1000));
  const plans: Plan[] = [];
  const { ms } = timed(() => {
    for (let at = 0; at < scenario.measured_pods; at += 1) {
      if (besides !== undefined && at % gap === 0) {
        besides.run(snapshot, at / gap);
        step(snapshot, plans);
      }
      submit(snapshot, measuredPod(shape, at));
      step(snapshot, plans);
    }
  });
  const placed = plans.flatMap(({ placements }) => placements);
  return {
    value: (scenario.measured_pods * 1000) / ms,
    digest: digestOf(plans),
    placed: placed.filter(({ workloadId }) => workloadId.startsWith('pod-')).length,
    evicted: plans.reduce((sum, { evictions }) => sum + evictions.length, 0),
  };
};

const rowFor = (scenario: KubeScenario): Row => {
  const shape = shapes[scenario.name.split('/')[0] ?? ''] ?? {};
  const runs = Array.from({ length: repeats }, () => runOnce(shape, scenario));
  const [first] = runs;
  const counts = `${first?.placed} of ${scenario.measured_pods} placed, ${first?.evicted} evicted`;
  return decidedRow(
    {
      table: 'kube-scheduler',
      name: scenario.name,
      unit: 'pods/s',
      target: `≥ ${scenario.threshold}`,
      reference: `its CI asks ${scenario.threshold}, apiserver and etcd included`,
      note: [shape.note, counts].filter((text) => text !== undefined).join('; '),
    },
    runs,
  );
};

/** The scenarios of kube-scheduler's own performance tests: one plan a pod, in memory, nothing written anywhere. */
export const rows = (): Promise<readonly Row[]> => Promise.resolve(peers.kube().map(rowFor));
