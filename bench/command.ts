import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a whole command cost. @unit ms, MiB */
export interface CommandCost {
  readonly code: number | null;
  readonly wallMs: number;
  readonly peakMib: number;
  readonly stdout: string;
}

const berth = fileURLToPath(new URL('../bin/berth.js', import.meta.url));
/** Preloaded into the measured process: says on file descriptor 3 how much memory it had at its peak. */
const probe =
  "data:text/javascript,import{writeSync}from'node:fs';" +
  "process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))";

/** Runs `berth` as a process of its own and says what it cost from outside. */
export const costOf = (args: readonly string[]): Promise<CommandCost> =>
  new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, ['--import', probe, berth, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const texts = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (texts[0] += chunk.toString()));
    child.stdio[3]?.on('data', (chunk: Buffer) => (texts[1] += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const wallMs = performance.now() - startedMs;
      const peakMib = Number(texts[1]) / 1024;
      resolve({ code, wallMs, peakMib, stdout: texts[0] ?? '' });
    });
  });
