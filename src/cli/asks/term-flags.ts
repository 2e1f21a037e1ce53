import { isLeft } from '../../../domain/foundation/fp.ts';
import type { BoundAsked, TermsAsked } from '../../../domain/queue/index.ts';
import {
  type AmountReader,
  exactCpuMilli,
  exactGpuMilli,
  exactMemoryMib,
} from '../exact-amounts.ts';
import { durationOf } from '../shell.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';

/** The flags that say what a queue asks besides shares; `none` takes back what was said before. */
export interface TermFlags {
  readonly preemptMinRun?: string;
  readonly reclaimMinRun?: string;
  readonly maxRun?: string;
  readonly lendGpu?: string;
  readonly lendCpu?: string;
  readonly lendMemory?: string;
  readonly bound?: readonly string[];
}

const names = [
  'preemptMinRun',
  'reclaimMinRun',
  'maxRun',
  'lendGpu',
  'lendCpu',
  'lendMemory',
  'bound',
] as const;

/** Whether any flag speaks of terms. */
export const speaksOfTerms = (flags: TermFlags): boolean =>
  names.some((name) => flags[name] !== undefined);

/** The terms that flags come to: what they say, and for the rest what is so already. */
export const termsOfFlags = (
  flags: TermFlags,
  now: TermsAsked | undefined,
): TermsAsked | FlagProblem => {
  const times = timesOf(flags, now);
  if (isProblem(times)) return times;
  const lendingMax = lendingOf(flags, now?.lendingMax ?? {});
  if (isProblem(lendingMax)) return lendingMax;
  const others = boundsOf(flags.bound ?? [], now?.others ?? {});
  return isProblem(others) ? others : { ...times, lendingMax, others };
};

type Times = Pick<TermsAsked, 'preemptMinRunMs' | 'reclaimMinRunMs' | 'maxRunMs'>;

const timesOf = (flags: TermFlags, now: TermsAsked | undefined): Times | FlagProblem => {
  const preemptMinRunMs = timeOf('--preempt-min-run', flags.preemptMinRun, now?.preemptMinRunMs);
  if (typeof preemptMinRunMs === 'object') return preemptMinRunMs;
  const reclaimMinRunMs = timeOf('--reclaim-min-run', flags.reclaimMinRun, now?.reclaimMinRunMs);
  if (typeof reclaimMinRunMs === 'object') return reclaimMinRunMs;
  const maxRunMs = timeOf('--max-run', flags.maxRun, now?.maxRunMs);
  if (typeof maxRunMs === 'object') return maxRunMs;
  return { preemptMinRunMs, reclaimMinRunMs, maxRunMs };
};

const timeOf = (
  flag: string,
  text: string | undefined,
  now: number | undefined,
): number | undefined | FlagProblem => {
  if (text === undefined) return now;
  if (text === 'none') return undefined;
  const ms = durationOf(text);
  if (ms !== undefined && (ms > 0 || flag !== '--max-run')) return ms;
  return { flag, problem: `'${text}' is no such time`, remedy: 'write 90s, 5m, 1h30m, 2d or none' };
};

type Lending = NonNullable<TermsAsked['lendingMax']>;

const lendingOf = (flags: TermFlags, now: Lending): Lending | FlagProblem => {
  const gpuMilli = lent('--lend-gpu', flags.lendGpu, [exactGpuMilli, now.gpuMilli]);
  if (typeof gpuMilli === 'object') return gpuMilli;
  const cpuMilli = lent('--lend-cpu', flags.lendCpu, [exactCpuMilli, now.cpuMilli]);
  if (typeof cpuMilli === 'object') return cpuMilli;
  const memoryMib = lent('--lend-memory', flags.lendMemory, [exactMemoryMib, now.memoryMib]);
  if (typeof memoryMib === 'object') return memoryMib;
  return { gpuMilli, cpuMilli, memoryMib };
};

const lent = (
  flag: string,
  text: string | undefined,
  [read, now]: readonly [AmountReader, number | undefined],
): number | undefined | FlagProblem => {
  if (text === undefined) return now;
  if (text === 'none') return undefined;
  const units = read(text);
  if (!isLeft(units)) return units.right;
  const problem = `'${units.left.text}' ${units.left.problem}`;
  return { flag, problem, remedy: 'write an amount, or none where all of it is lent' };
};

type Bounds = NonNullable<TermsAsked['others']>;

const boundsOf = (texts: readonly string[], now: Bounds): Bounds | FlagProblem => {
  const bounds: Record<string, BoundAsked> = { ...now };
  for (const text of texts) {
    const [, name = '', quota = '', limit = ''] = /^(.+?)=([^=:]*)(?::([^=:]*))?$/.exec(text) ?? [];
    if (name === '') return noBound(text);
    const read = [amountOf(name, quota), amountOf(name, limit)];
    if (read.includes('none')) return noBound(text);
    const [quotaRead, limitRead] = read.map((one) => (typeof one === 'number' ? one : -1));
    bounds[name] = { quota: quotaRead, limit: limitRead };
  }
  return bounds;
};

/** GPUs of a model count in thousandths, other resources as they are; what is not said is no bound. */
const amountOf = (name: string, text: string): number | 'unsaid' | 'none' => {
  if (text === '' || text === '-1') return 'unsaid';
  if (!name.startsWith('gpu:')) return /^\d{1,15}$/.test(text) ? Number(text) : 'none';
  const units = exactGpuMilli(text);
  return isLeft(units) ? 'none' : units.right;
};

const noBound = (text: string): FlagProblem => ({
  flag: '--bound',
  problem: `'${text}' is no bound`,
  remedy: 'write NAME=QUOTA:LIMIT such as gpu:H100=4:8, example.com/nic=:2, or NAME= for none',
});
