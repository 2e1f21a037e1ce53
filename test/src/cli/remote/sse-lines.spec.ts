import { fc, it as law } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createSseReader, type SseMessage } from '../../../../src/cli/remote/sse-lines.ts';

const read = (pieces: readonly string[]): readonly SseMessage[] => {
  const reader = createSseReader();
  return pieces.flatMap((piece) => reader.take(piece));
};

const line = fc.constantFrom(
  'data: {"a":1}',
  'data:b',
  'data',
  'id: 7',
  'id: 8',
  'event: WorkloadStarted',
  ': at 9',
  'retry: 10',
  '',
  '',
);
const ending = fc.constantFrom('\n', '\r\n', '\r');

describe('server-sent events', () => {
  law.prop([fc.array(fc.tuple(line, ending)), fc.array(fc.nat(400))])(
    '∀ stream, cuts: pieces give the same messages as the whole',
    (lines, cuts) => {
      const text = lines.flat().join('');
      const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length];
      const ordered = places.toSorted((a, b) => a - b);
      const pieces = ordered.slice(1).map((to, k) => text.slice(ordered[k], to));
      // A carriage return at the end waits for what may belong to it.
      expect(read([...pieces, '\n'])).toEqual(read([`${text}\n`]));
    },
  );

  it('are data lines joined, with the last id and their own type', () => {
    const text = 'id: 4\nevent: A\ndata: x\ndata: y\n\n: hello\nid: 5\n\ndata: z\n\nevent: B\n\n';
    expect(read([text])).toEqual([
      { id: '4', event: 'A', data: 'x\ny' },
      { id: '5', event: 'message', data: '' },
      { id: '5', event: 'message', data: 'z' },
    ]);
  });

  it('a message without an end is refused before it fills the memory', () => {
    const reader = createSseReader();
    reader.take('data: ');
    expect(() => {
      for (let k = 0; k < 20; k += 1) reader.take('x'.repeat(1024 * 1024));
    }).toThrow('a message has no end');
  });
});
