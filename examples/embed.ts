// A brain inside a program of your own: a project works on all 8 GPUs until another one wants its share.
// Run: npx node examples/embed.ts
import { createBrain, createSimulatedCluster, smallSite, submission } from 'berth';

const cluster = createSimulatedCluster({ runMsOf: (id) => (id === 'urgent' ? 1_000 : undefined) });
const brain = await createBrain({ ledger: ':memory:', cluster });
for (const ask of smallSite({ nodes: 1, gpusPerNode: 8, projects: { vision: 4, speech: 4 } })) {
  await brain.ask(ask);
}
const big = submission({ name: 'big', workloadId: 'big', projectId: 'vision', gpus: 8 });
const urgent = submission({ name: 'urgent', workloadId: 'urgent', projectId: 'speech', gpus: 4 });
const { revision } = await brain.ask(big);
for await (const fact of brain.facts({ after: revision, isLive: true })) {
  const why = fact.type === 'WorkloadPreempted' ? `, for ${fact.data.preemptorId}` : '';
  process.stdout.write(`${fact.revision} ${fact.subject.id} ${fact.type}${why}\n`);
  if (fact.type === 'WorkloadStarted' && fact.subject.id === 'big') await brain.ask(urgent);
  if (fact.type === 'WorkloadCompleted') break;
}
await brain.close();
