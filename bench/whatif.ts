import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLeft } from '../domain/foundation/fp.ts';
import { placeAll } from '../src/main/moments/place-thread.ts';
import { runScenario } from '../src/main/run-scenario.ts';
import { costOf } from './command.ts';
import { liveWorkLedger } from './live-work.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';
import { syntheticScenario } from './synthetic.ts';

const repeats = repeatsOf(3);
const out = new URL('./out/', import.meta.url);
const day = fileURLToPath(new URL('day.db', out));
const patchFile = fileURLToPath(new URL('what-if.yaml', out));

/** Workloads that are asked for between the fork and the horizon, and about how many facts that makes. */
const played = { workloads: 10_000, facts: 50_000 };

/** A day on 26 nodes of 8 GPUs at about 80 % load: 10,000 workloads of five projects. */
const dayLedger = async (): Promise<string> => {
  if (existsSync(day)) return day;
  await mkdir(out, { recursive: true });
  const made = await runScenario({
    scenario: syntheticScenario({ nodes: 26, jobs: played.workloads, projects: 5, seed: 1 }),
    ledgerPath: day,
    isOverwriting: true,
    seed: 1,
    onProgress: () => undefined,
  });
  if (isLeft(made)) throw new Error(`no ledger of a day: ${JSON.stringify(made.left)}`);
  return day;
};

/** A node that fails after a while, and one queue with half of 26 nodes. */
const patch = `
queues: { project-1@default: { gpu: { quota: 104 } } }
nodes: { fail: [{ id: node-00003, at: 5m }] }
`;

/** What is asked of a ledger, and what it is called. */
interface Asked {
  readonly name: string;
  readonly note: string;
  readonly ledger: string;
  readonly moments: readonly string[];
}

/** The whole command, from the shell and back. */
const rowFor = async ({ name, note, ledger, moments }: Asked): Promise<Row> => {
  await writeFile(patchFile, patch);
  const runs: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    const { code, wallMs } = await costOf([
      'whatif',
      '--ledger',
      ledger,
      '--patch',
      patchFile,
      ...moments,
    ]);
    if (code !== 0) throw new Error(`berth whatif ended with ${code}`);
    runs.push(wallMs / 1000);
  }
  return rowOf({ table: 'whatif', name, unit: 's', runs, target: '≤ 5', reference: '', note });
};

/** What would have been on another day: with a patch, which is played beside the day without it. */
export const rows = async (): Promise<readonly Row[]> => {
  const small = await dayLedger();
  const [jobs, from] = repeats === 1 ? [26_000, 60_000] : [206_000, 500_000];
  const large = await liveWorkLedger(jobs);
  await placeAll(large);
  return [
    await rowFor({
      name: '`berth whatif` of a day of 10,000 workloads, whole process',
      note: '26 nodes of 8 GPUs, 80 % load; 1,009 are preempted',
      ledger: small,
      moments: ['--at', '60'],
    }),
    await rowFor({
      name: `\`berth whatif\` of 10,000 workloads out of ${jobs}, whole process`,
      note: '1,000 nodes of 8 GPUs, 20,000 live workloads at the fork; five facts a workload',
      ledger: large,
      moments: ['--at', `${from}`, '--until', `${from + played.facts}`],
    }),
  ];
};
