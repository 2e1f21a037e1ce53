/**
 * Records anew what the kernel decides: `node test/golden/decisions/record.ts`.
 *
 * What a released version decided stays as it is: raise `kernelVersion` first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { kernelVersion } from '../../../domain/allocation/index.ts';
import { cases, type Recorded, recordedFile, wordsOf } from './recorded.ts';

const released: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('../../../kernels/digests.json', import.meta.url), 'utf8'),
);
if (kernelVersion in released)
  throw new Error(`kernel ${kernelVersion} is released: raise kernelVersion`);
const decisions = Object.fromEntries(cases().map((one) => [one.name, wordsOf(one)]));
const made: Recorded = { kernel: kernelVersion, decisions };
writeFileSync(recordedFile, `${JSON.stringify(made, undefined, 1)}\n`);
