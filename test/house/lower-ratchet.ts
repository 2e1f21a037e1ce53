/**
 * `npm run ratchet` lowers the ratchet to today's sizes. It raises and adds nothing; what is missing is printed, to be
 * added by hand with its reason, or in bulk with `npm run ratchet -- --admit "reason"`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Excess, excessesOf, lowered, measures, type Ratchet } from './sizes.ts';
import { syntaxOf } from './syntax.ts';
import { root, sourceFiles } from './tree.ts';

const path = join(root, 'test/house/ratchet.json');
const old: Ratchet = JSON.parse(readFileSync(path, 'utf8'));
const found = sourceFiles().map(syntaxOf).flatMap(excessesOf);
const missing = found.filter(({ measure, name }) => old[measure][name] === undefined);
const place = process.argv.indexOf('--admit');
const why = place < 0 ? undefined : process.argv[place + 1];

const admitted = (ratchet: Ratchet, news: readonly Excess[], reason: string): Ratchet => {
  const next = { ...ratchet };
  for (const { measure, name, size } of news) {
    next[measure] = { ...next[measure], [name]: { size, why: reason } };
  }
  return next;
};

const sorted = (ratchet: Ratchet): object =>
  Object.fromEntries(
    measures.map((measure) => [
      measure,
      Object.fromEntries(Object.entries(ratchet[measure]).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );

const next = lowered(found, why === undefined ? old : admitted(old, missing, why));
writeFileSync(path, `${JSON.stringify(sorted(next), null, 2)}\n`);
if (why === undefined) {
  for (const { measure, name, size } of missing) {
    console.log(`missing in ${measure}: "${name}": { "size": ${size}, "why": "…" }`);
  }
}
