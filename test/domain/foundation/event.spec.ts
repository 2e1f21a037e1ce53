import fc from 'fast-check';
import { Check } from 'typebox/value';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import {
  encode,
  type Envelope,
  envelopeShape,
  fact,
  type Recorded,
  recordedOf,
  soleTenant,
  type StoredEnvelope,
  systemActor,
} from '../../../domain/foundation/event.ts';

const DoorOpened = fact('DoorOpened', Type.Object({ widthMm: Type.Integer() }));
const DoorPainted = fact('DoorPainted', Type.Object({ colour: Type.String() }), [
  (data) => data,
  (data) => data,
]);

const plain: Recorded = {
  revision: 7,
  type: 'DoorOpened',
  schema: 1,
  subject: { kind: 'node', id: 'door-1' },
  subjectRevision: 3,
  atMs: 1_700_000_000_000,
  origin: 'observation',
  commandId: 'c1',
  index: 0,
  causationId: undefined,
  correlationId: 'c1',
  actor: systemActor,
  tenant: soleTenant,
  epoch: 2,
  data: { widthMm: 800 },
  protected: undefined,
};

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const origins = ['command', 'observation', 'decision', 'time'] as const;
const envelopes: fc.Arbitrary<Omit<Envelope, 'revision' | 'schema'>> = fc.record({
  subject: fc.record({ kind: fc.constantFrom('node', 'workload'), id: text }),
  subjectRevision: fc.integer({ min: 1 }),
  atMs: fc.maxSafeInteger(),
  origin: fc.constantFrom(...origins),
  commandId: text,
  index: fc.nat(3),
  causationId: fc.option(text, { nil: undefined }),
  correlationId: text,
  actor: fc.oneof(fc.constant(systemActor), text),
  tenant: fc.oneof(fc.constant(soleTenant), text),
  epoch: fc.nat(),
  protected: fc.option(text, { nil: undefined }),
});

describe('fact', () => {
  it('has one schema more than it has upcasters', () => {
    expect(DoorOpened.schema).toBe(1);
    expect(DoorPainted.schema).toBe(3);
  });
});

describe('encoded envelope', () => {
  it('leaves defaults out and writes the rest in a fixed order', () => {
    expect(encode(DoorOpened, plain)).toBe(
      '{"type":"DoorOpened","subject":"node/door-1","seq":3,"atMs":1700000000000,' +
        '"origin":"observation","commandId":"c1","epoch":2,"data":{"widthMm":800}}',
    );
  });

  it('writes everything that is not a default', () => {
    const full: Recorded = {
      ...plain,
      type: 'DoorPainted',
      schema: 3,
      index: 2,
      causationId: 'e0',
      correlationId: 'k',
      actor: 'ada "the" 1st',
      tenant: 'acme',
      data: { colour: 'grün' },
      protected: 'AAAA',
    };
    expect(encode(DoorPainted, full)).toBe(
      '{"type":"DoorPainted","schema":3,"subject":"node/door-1","seq":3,' +
        '"atMs":1700000000000,"origin":"observation","commandId":"c1","index":2,' +
        '"causationId":"e0","correlationId":"k","actor":"ada \\"the\\" 1st","tenant":"acme",' +
        '"epoch":2,"data":{"colour":"grün"},"protected":"AAAA"}',
    );
  });

  it('∀ envelopes: what is stored fits its shape, has its key order, and reads back as it was', () => {
    fc.assert(
      fc.property(envelopes, fc.integer(), (envelope, widthMm) => {
        const event: Recorded = {
          ...envelope,
          revision: 9,
          schema: 1,
          type: 'DoorOpened',
          data: { widthMm },
        };
        const body = encode(DoorOpened, event);
        const stored: StoredEnvelope = JSON.parse(body);
        expect(Check(envelopeShape, stored)).toBe(true);
        const order = Object.keys(envelopeShape.properties);
        const keys = Object.keys(stored);
        expect(keys).toEqual(keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
        expect(JSON.stringify(stored)).toBe(body);
        expect(recordedOf(9, stored, { schema: 1, data: { widthMm } })).toEqual(event);
      }),
      { numRuns: 200 },
    );
  });
});
