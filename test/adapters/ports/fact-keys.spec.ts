import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fingerColumn, fingerprint } from '../../../adapters/event-log-sqlite/fingerprints.ts';
import { keysOf } from '../../../adapters/ports/fact-keys.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });

describe('keys of a body', () => {
  it('∀ subject, command and data: they are the ones of the envelope', () => {
    fc.assert(
      fc.property(text, text, fc.jsonValue(), (subject, commandId, data) => {
        const body = JSON.stringify({ type: 'T', subject, atMs: 1, commandId, epoch: 1, data });
        expect(keysOf(body)).toEqual({ subject, commandId });
      }),
    );
  });

  it('∀ order of the keys: they are found by parsing where the envelope is not canonical', () => {
    fc.assert(
      fc.property(text, text, (subject, commandId) => {
        const body = JSON.stringify({ data: { subject: 'x' }, commandId, subject });
        expect(keysOf(body)).toEqual({ subject, commandId });
      }),
    );
  });

  it.each(['', 'null', '{', '[]', '{"subject":1,"commandId":{}}'])('are empty for %j', (body) => {
    expect(keysOf(body)).toEqual({ subject: '', commandId: '' });
  });
});

describe('a column of fingerprints', () => {
  it('∀ prints, pushed and filled: it finds every position of a print, ascending', () => {
    const print = fc.integer({ min: 0, max: 12 }).map((n) => fingerprint(String(n)));
    fc.assert(
      fc.property(fc.array(print, { maxLength: 40 }), fc.array(print), (filled, pushed) => {
        const column = fingerColumn(filled.length);
        column.fill(0, Uint32Array.from(filled));
        const all = [...filled];
        for (const value of pushed) {
          column.push(value);
          all.push(value);
          const wanted = all.flatMap((other, at) => (other === value ? [at] : []));
          expect(column.positionsOf(value)).toEqual(wanted);
        }
        expect(column.length()).toBe(all.length);
        expect(column.slice(0, all.length)).toEqual(Uint32Array.from(all));
      }),
    );
  });

  it('grows past its first room and still finds what was there', () => {
    const column = fingerColumn(0);
    for (let index = 0; index < 5000; index += 1) column.push(fingerprint(`k-${index % 1000}`));
    expect(column.positionsOf(fingerprint('k-7'))).toEqual([7, 1007, 2007, 3007, 4007]);
  });

  it('spreads near keys over the whole range', () => {
    const prints = Array.from({ length: 4096 }, (_, index) => fingerprint(`workload/w-${index}`));
    expect(new Set(prints).size).toBe(4096);
    expect(new Set(prints.map((print) => print & 0xff)).size).toBe(256);
  });
});
