import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, chainHashes, genesisHash, hexOf } from '../../../domain/foundation/chain.ts';

describe('hash chain', () => {
  it('begins with 32 zero bytes', () => {
    expect(hexOf(genesisHash)).toBe('0'.repeat(64));
  });

  it('gives the links that other programs give', () => {
    // Made with Python's hashlib: sha256(previous ‖ body as UTF-8), three times.
    const first = chainHash(genesisHash, '{"a":1}');
    const second = chainHash(first, 'ü😀');
    const third = chainHash(second, '');
    expect([first, second, third].map(hexOf)).toEqual([
      'b06a229070741292512e8760f470dd7a4c46ccfdf253df781d88dabe58c1ccb1',
      'e1360bc60167bb759b422d46f0e695637279d5c924f9cfa8db5e1eaaf3ef8a46',
      'afba79d9422da205cb7c907dd3f7a7b408c4b88feb14a7ab31e683ec247a205a',
    ]);
  });

  it('∀ bodies: a link is sha256 of the previous one and the bytes, however long the one before was', () => {
    const bodies = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 0, max: 9_000 }), (texts, length) => {
        let link = genesisHash;
        for (const text of [...texts, 'é'.repeat(length), ...texts]) {
          const wanted = createHash('sha256').update(link).update(text, 'utf8').digest('hex');
          link = chainHash(link, text);
          expect(hexOf(link)).toBe(wanted);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('∀ bodies: many links at once are those made one by one', () => {
    const bodies = fc.array(fc.string({ unit: 'binary', maxLength: 5_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string(), bodies, (before, texts) => {
        let link = chainHash(genesisHash, before);
        const links = chainHashes(link, texts);
        expect(links).toHaveLength(texts.length * 32);
        for (const [at, text] of texts.entries()) {
          link = chainHash(link, text);
          expect(hexOf(links.subarray(at * 32, at * 32 + 32))).toBe(hexOf(link));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('a link that is kept does not change when the next is made', () => {
    const kept = chainHash(genesisHash, 'a');
    const hex = hexOf(kept);
    chainHash(kept, 'b');
    expect(hexOf(kept)).toBe(hex);
  });

  it('another body has another link', () => {
    const links = ['a', 'b', 'a ', ''].map((body) => hexOf(chainHash(genesisHash, body)));
    expect(new Set(links).size).toBe(4);
  });
});
