import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decidedRow, type Measured, repeatsOf, type Row } from './row.ts';

const child = fileURLToPath(new URL('./memory-child.ts', import.meta.url));

/** Runs of each figure. */
const repeats = repeatsOf(3);

/** What a process of its own needed at its peak for a pool of this size. @unit MiB */
const peakOf = (nodes: number, live: number): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const args = ['--conditions=berth-source', child, String(nodes), String(live)];
    const measured = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    measured.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    measured.on('error', reject);
    measured.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`the measured process ended with ${code}`));
    });
  });

/** Memory of the kernel alone, in a process of its own, and how it grows. */
export const rows = async (): Promise<readonly Row[]> => {
  const found: Row[] = [];
  for (const factor of [1, 2, 4, 8]) {
    const [nodes, live] = [1250 * factor, 12_500 * factor];
    const runs: Measured[] = [];
    for (let k = 0; k < repeats; k += 1) runs.push(await peakOf(nodes, live));
    const name = `${nodes} nodes × 8, ${live} live workloads: peak memory`;
    const target = factor === 8 ? '≤ 2,048' : '';
    const note = `growth ${factor}×; ${live - nodes * 8} of them wait; a plan made, the process included`;
    found.push(
      decidedRow({ table: 'memory', name, unit: 'MiB', target, reference: '', note }, runs),
    );
  }
  return found;
};
