import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { assemblyOf, endOf } from '../../../adapters/event-log-jetstream/assembly.ts';
import type { FramedMessage } from '../../../adapters/event-log-jetstream/frame.ts';
import { bodiesIn, piecesOf } from '../../../adapters/event-log-jetstream/payload.ts';
import { placesOf } from '../../../adapters/event-log-jetstream/places.ts';
import { chainHashes, genesisHash, hexOf } from '../../../domain/foundation/chain.ts';

const bodies = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), {
  minLength: 1,
  maxLength: 8,
});

/** The messages of a stream: batches in a row, of some of which only the first messages came. */
interface Written {
  readonly messages: readonly FramedMessage[];
  readonly whole: readonly string[];
}

const batch = fc.record({
  texts: bodies,
  bytesMax: fc.integer({ min: 5, max: 80 }),
  cut: fc.nat(),
});
const streams = fc.array(batch, { maxLength: 8 }).map((batches): Written => {
  const messages: FramedMessage[] = [];
  const whole: string[] = [];
  let hash = genesisHash;
  for (const { texts, bytesMax, cut } of batches) {
    const pieces = piecesOf(texts, bytesMax);
    const links = chainHashes(hash, texts);
    const came = cut % 3 === 0 ? cut % pieces.length : pieces.length;
    const [before, after] = [hexOf(hash), hexOf(links.subarray(-32))];
    const shared = { base: whole.length, facts: texts.length, parts: pieces.length, before, after };
    for (const [index, payload] of pieces.slice(0, came).entries()) {
      messages.push({ seq: messages.length + 1, frame: { ...shared, part: index + 1 }, payload });
    }
    if (came < pieces.length) continue;
    whole.push(...texts);
    hash = links.subarray(-32);
  }
  return { messages, whole };
});

const assembled = (messages: readonly FramedMessage[]): readonly string[] => {
  const assembly = assemblyOf('here', { revision: 0, hash: hexOf(genesisHash) });
  return messages.flatMap((message) => assembly.take(message)?.bodies ?? []);
};

describe('a batch in messages', () => {
  it('∀ bodies and size of a message: pieces are no larger, and give the bodies back', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 200 }), (texts, bytesMax) => {
        const pieces = piecesOf(texts, bytesMax);
        expect(pieces.every(({ length }) => length > 0 && length <= bytesMax)).toBe(true);
        expect(bodiesIn(pieces)).toEqual(texts);
      }),
    );
  });

  it('∀ bytes: they are bodies or none, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        const found = bodiesIn([bytes]);
        expect(found === undefined || found.every((body) => typeof body === 'string')).toBe(true);
      }),
    );
    const text = (bytes: string) => bodiesIn([Buffer.from(bytes)]);
    expect(text('2:{},3:[1],')).toEqual(['{}', '[1]']);
    for (const wrong of ['2:{}', '3:{},', ':,', '-1:,', '2:{};', 'x', '2']) {
      expect(text(wrong)).toBeUndefined();
    }
  });

  it('∀ stream whose writers ended anywhere: batches are whole or absent', () => {
    fc.assert(
      fc.property(streams, ({ messages, whole }) => {
        expect(assembled(messages)).toEqual(whole);
      }),
    );
  });

  it('∀ message that is missing, doubled or changed: the facts before it, and then a fault', () => {
    const damage = fc.constantFrom('missing', 'doubled', 'changed');
    fc.assert(
      fc.property(streams, fc.nat(), damage, ({ messages, whole }, where, what) => {
        const at = messages.length === 0 ? 0 : where % messages.length;
        const hit = messages[at];
        // A batch that was cut off or is the last may lose its messages unseen: the witness is for that.
        if (hit === undefined || endOf(hit.frame) >= whole.length) return;
        const changed = { ...hit, payload: hit.payload.map((byte) => byte ^ 1) };
        const put = { missing: [], doubled: [hit, hit], changed: [changed] }[what];
        const damaged = [...messages.slice(0, at), ...put, ...messages.slice(at + 1)];
        let found: readonly string[] = [];
        try {
          found = assembled(damaged);
        } catch {
          return;
        }
        // A message of a batch that does not count is allowed to be anything.
        expect(found).toEqual(whole);
      }),
    );
  });
});

describe('where revisions lie', () => {
  it('∀ stream: a fact is found in few steps, at or a few messages before its batch', async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.nat(), async ({ messages, whole }, wish) => {
        let steps = 0;
        const probe = async (seq: number): Promise<FramedMessage> => {
          steps += 1;
          const message = messages[seq - 1];
          if (message === undefined) throw new Error(`no message ${seq}`);
          return message;
        };
        const places = placesOf(
          { at: probe, last: async () => undefined, from: async () => [] },
          0,
        );
        const last = messages.findLast(({ frame }) => frame.part === frame.parts);
        if (last === undefined) return;
        places.note({ seq: last.seq, revision: endOf(last.frame) });
        const after = wish % whole.length;
        const { seq, revision } = await places.before(after);
        expect(revision).toBeLessThanOrEqual(after);
        expect(messages[seq]?.frame.base ?? 0).toBe(revision);
        expect(steps).toBeLessThanOrEqual(Math.ceil(Math.log2(messages.length + 1)) + 1);
      }),
    );
  });
});
