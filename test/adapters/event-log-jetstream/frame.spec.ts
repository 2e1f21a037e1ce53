import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  type Frame,
  framedIn,
  messageIdOf,
  messageOf,
} from '../../../adapters/event-log-jetstream/frame.ts';

describe('the frame of a message', () => {
  const frame: Frame = {
    base: 41,
    facts: 3,
    part: 1,
    parts: 2,
    before: '0'.repeat(64),
    after: 'a'.repeat(64),
  };

  it('is read as it was written, before any bytes', () => {
    for (const base of [0, 41, Number.MAX_SAFE_INTEGER - 3]) {
      const payload = Buffer.from('any\nbytes');
      const message = messageOf({ ...frame, base }, payload);
      expect(framedIn(message)).toEqual({ frame: { ...frame, base }, payload });
    }
  });

  it.each([
    ['another first word', 'berth/1', 'berth/2'],
    ['a base below zero', ' 41 ', ' -1 '],
    ['a base past 2^53', ' 41 ', ' 9007199254740991 '],
    ['no facts', ' 3 ', ' 0 '],
    ['a part past the last', '1/2', '3/2'],
    ['a part before the first', '1/2', '0/2'],
    ['no parts', '1/2', '1'],
    ['a short hash', '000 ', '00 '],
    ['a hash in capitals', 'aaaa', 'AAAA'],
    ['no end of its line', '\n', ' '],
  ])('with %s is none', (_, found, put) => {
    const message = Buffer.from(messageOf(frame, Buffer.from('3:"x",')));
    expect(framedIn(message)).toBeDefined();
    expect(framedIn(Buffer.from(message.toString().replace(found, put)))).toBeUndefined();
  });

  it('∀ bytes: they are a message or none, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(framedIn(bytes)).toBeUndefined();
      }),
    );
  });

  it('has the same id only for the same ledger, place, content and part', () => {
    const ids = [
      messageIdOf('a', 1, frame),
      messageIdOf('b', 1, frame),
      messageIdOf('a', 2, frame),
      messageIdOf('a', 1, { ...frame, part: 2 }),
      messageIdOf('a', 1, { ...frame, after: 'b'.repeat(64) }),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(messageIdOf('a', 1, { ...frame })).toBe(ids[0]);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
