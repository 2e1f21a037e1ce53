// A cluster of your own: Berth decides, your program carries out and tells what it saw.
// Run: npx node examples/custom-cluster.ts
import { type Cluster, createBrain, type Observation, smallSite, submission } from 'berth';

/** Starts every pod at once and ends it after 200 ms; what it is told twice it does once. */
const instantCluster = (): Cluster => {
  const runs = new Map<string, number>();
  let seen: Observation[] = [];
  return {
    apply: (effect, nowMs) => {
      const { workloadId, attempt } = effect;
      if (effect._tag === 'Evict') {
        runs.delete(workloadId);
        seen.push({ _tag: 'WorkloadPodsGone', workloadId, attempt, atMs: nowMs });
      } else if (effect._tag === 'EvictPods') {
        const { pods } = effect;
        seen.push({ _tag: 'WorkloadPodsReleased', workloadId, attempt, pods, atMs: nowMs });
      } else if (runs.get(workloadId) !== attempt) {
        runs.set(workloadId, attempt);
        seen.push({ _tag: 'WorkloadStarted', workloadId, attempt, atMs: nowMs });
        seen.push({ _tag: 'WorkloadCompleted', workloadId, attempt, atMs: nowMs + 200 });
      }
    },
    nextAtMs: () => seen[0]?.atMs,
    take: (nowMs) => {
      const due = seen.filter(({ atMs }) => atMs <= nowMs);
      seen = seen.filter(({ atMs }) => atMs > nowMs);
      return due;
    },
  };
};

const brain = await createBrain({ ledger: ':memory:', cluster: instantCluster() });
for (const ask of smallSite({ nodes: 2, gpusPerNode: 4, projects: { vision: 8 } })) {
  await brain.ask(ask);
}
const { revision } = await brain.ask(
  submission({ name: 'gang', workloadId: 'gang', projectId: 'vision', gpus: 4, pods: 2 }),
);
for await (const fact of brain.facts({ after: revision, isLive: true })) {
  process.stdout.write(`${fact.revision} ${fact.subject.id} ${fact.type}\n`);
  if (fact.type === 'WorkloadCompleted') break;
}
await brain.close();
