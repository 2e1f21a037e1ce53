import { mibText, milliText } from '../print/index.ts';
import type { Finding } from '../remote/faults.ts';

/** What a pointer into what is granted names, such as `/entitlements/gpuMilli/quota`. */
const entitlement = /\/entitlements\/(gpuMilli|cpuMilli|memoryMib)\/(quota|limit|weight)$/;

/** The words of flags, and how amounts of a resource are written there. */
const resources = {
  gpuMilli: { word: 'gpu', text: milliText },
  cpuMilli: { word: 'cpu', text: milliText },
  memoryMib: { word: 'memory', text: mibText },
} as const;

/** Flags by the terms that they say. */
const termFlags: Readonly<Record<string, string>> = {
  preemptMinRunMs: '--preempt-min-run',
  reclaimMinRunMs: '--reclaim-min-run',
  maxRunMs: '--max-run',
  lendingMax: '--lend-gpu, --lend-cpu or --lend-memory',
  others: '--bound',
};

const partsOf = (pointer: string) => {
  const [, resource, member] = entitlement.exec(pointer) ?? [];
  if (member === undefined) return undefined;
  if (resource === 'gpuMilli' || resource === 'cpuMilli' || resource === 'memoryMib') {
    return { ...resources[resource], member };
  }
  return undefined;
};

/** The flag that says what a pointer into what is granted names. */
export const grantFlagOf = ({ pointer }: Finding): string | undefined => {
  const parts = partsOf(pointer);
  if (parts !== undefined) return `--${parts.word}-${parts.member}`;
  const [, term] = /\/terms\/(\w+)/.exec(pointer) ?? [];
  if (term !== undefined) return termFlags[term];
  return pointer.endsWith('/priority') ? '--priority' : undefined;
};

/** What a server finds wrong with a grant, with its amounts as people write them and not as the ledger counts. */
export const amountsInWords = (finding: Finding): Finding => {
  const parts = partsOf(finding.pointer);
  if (parts === undefined || parts.member === 'weight') return finding;
  const said = (text: string): string =>
    text.replaceAll(/(?<![\w.^−-])\d{1,16}(?![\w.^])/g, (digits) => parts.text(Number(digits)));
  const { value, problem, remedy } = finding;
  return {
    ...finding,
    value: value === undefined ? undefined : said(value),
    problem: said(problem),
    remedy: remedy === undefined ? undefined : said(remedy),
  };
};
