import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, eventId, isId } from '../../../domain/foundation/ids.ts';

describe('event ids', () => {
  it('are the UUIDv5 that other programs make of namespace, command and index', () => {
    // Made with Python: uuid.uuid5(UUID('6fa7c2a8-d4a9-5c53-a8a0-cf0a3fe27a44'), 'submit:w1#0').
    expect(eventId('submit:w1', 0)).toBe('64e42a8d-db06-547f-aef9-d48b310608cf');
    expect(eventId('submit:w1', 7)).toBe('a1ddae6b-6a31-51b1-a717-5e7414222a6e');
    expect(eventId('ü', 1)).toBe('c89b38fd-6a09-5c40-9cd1-b94124889bbd');
  });

  it('∀ commands: an id is a UUID of version 5 and the variant of RFC 9562, the same every time', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(1_000), (commandId, index) => {
        const id = eventId(commandId, index);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(eventId(commandId, index)).toBe(id);
        expect(eventId(commandId, index + 1)).not.toBe(id);
      }),
    );
  });
});

describe('ids', () => {
  it.each(['a', '0', 'a-b', 'a.b_c:d@e', 'job-000001', 'a'.repeat(253)])('%j is an id', (text) => {
    expect(isId(text)).toBe(true);
  });

  it.each(['', '-a', 'a-', 'A', 'a b', 'a/b', 'é', 'a\n', '.a', 'a'.repeat(254)])(
    '%j is none',
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );

  it('stand in byte order: digits before letters, shorter before longer', () => {
    const ids = ['b', 'a', 'a-1', 'a1', '10', '9', 'a.1'];
    expect(ids.toSorted(compareIds)).toEqual(['10', '9', 'a', 'a-1', 'a.1', 'a1', 'b']);
    expect(ids.toSorted(compareIds)).toEqual(
      ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(compareIds('a', 'a')).toBe(0);
  });
});
