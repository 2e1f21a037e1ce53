import type { BoundAsked, TermsAsked } from '../../domain/queue/index.ts';
import { boundAt, cpuMilliAt, gpuMilliAt, memoryMibAt } from './scenario-file-amounts.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import type { TermsText } from './scenario-file-shape.ts';
import { durationMsAt } from './scenario-file-times.ts';

/** What a department or project asks besides quotas. @throws InputRefusal */
export const termsAt = (page: Page, at: string, text: TermsText): TermsAsked => {
  const time = (key: 'preemptMinRun' | 'reclaimMinRun' | 'maxRun'): number | undefined => {
    const said = text[key];
    return said === undefined ? undefined : durationMsAt(page, `${at}/${key}`, said);
  };
  const { lends = {}, bounds = {} } = text;
  const lent = (key: 'gpu' | 'cpu' | 'memory', read: typeof gpuMilliAt): number | undefined => {
    const said = lends[key];
    return said === undefined ? undefined : read(page, `${at}/lends/${key}`, said);
  };
  const maxRunMs = time('maxRun');
  if (maxRunMs === 0) {
    const problem = '"0s" is no time to run';
    return refuseAt(page, `${at}/maxRun`, { problem, remedy: 'write "12h", or leave it out' });
  }
  return {
    preemptMinRunMs: time('preemptMinRun'),
    reclaimMinRunMs: time('reclaimMinRun'),
    maxRunMs,
    lendingMax: {
      gpuMilli: lent('gpu', gpuMilliAt),
      cpuMilli: lent('cpu', cpuMilliAt),
      memoryMib: lent('memory', memoryMibAt),
    },
    others: Object.fromEntries(
      Object.entries(bounds).map(([name, bound]) => [
        name,
        namedBoundAt(page, `${at}/bounds/${pointerPart(name)}`, { name, bound }),
      ]),
    ),
  };
};

const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

type BoundText = NonNullable<TermsText['bounds']>[string];

const gpuBoundAt = boundAt(gpuMilliAt);

/** GPUs of a model are written as GPUs are, other resources as whole numbers. */
const namedBoundAt = (
  page: Page,
  at: string,
  { name, bound }: { readonly name: string; readonly bound: BoundText },
): BoundAsked => {
  const amount = (key: 'quota' | 'limit'): number | undefined => {
    const said = bound[key];
    if (said === undefined) return undefined;
    const pointer = `${at}/${key}`;
    if (name.startsWith('gpu:')) return gpuBoundAt(page, pointer, said);
    if (typeof said === 'number' && Number.isSafeInteger(said) && said >= -1) return said;
    const remedy = 'write a number such as 2, or -1 for no bound';
    return refuseAt(page, pointer, { problem: `${String(said)} is no whole number`, remedy });
  };
  return { quota: amount('quota'), limit: amount('limit') };
};
