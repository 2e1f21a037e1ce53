import fc from 'fast-check';
import type { Static } from 'typebox';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { askExamples } from '../../../adapters/http/berth/ask-examples.ts';
import type { askMembers } from '../../../adapters/http/berth/ask-shapes.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import { site, stage, training } from './stage.ts';

type Kind = Ask['type'];
type Said<K extends Kind> = Static<(typeof askMembers)[K]> & { readonly type: K };
type Asked<K extends Kind> = Extract<Ask, { readonly type: K }>;

/** The kinds whose schema lets through what the type does not know, or the other way round. */
type Disagreeing = {
  [K in Kind]: Said<K> extends Asked<K>
    ? [keyof Said<K>, keyof Asked<K>] extends [keyof Asked<K>, keyof Said<K>]
      ? never
      : K
    : K;
}[Kind];

const asks: readonly Ask[] = [...site, ...askExamples, training('a')];

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that hold whatever their sender likes. */
const open = new Set(['labels', 'nodeSelector', 'annotations', 'environment']);

/** Every object in a value that names its members, by its JSON pointer. */
const objectsIn = (value: unknown, pointer = ''): readonly string[] => {
  const inside = Object.entries(Array.isArray(value) || isObject(value) ? value : {}).flatMap(
    ([key, member]: [string, unknown]) =>
      open.has(key) ? [] : objectsIn(member, `${pointer}/${key}`),
  );
  return isObject(value) ? [pointer, ...inside] : inside;
};

const withMember = (value: unknown, path: readonly string[]): unknown => {
  const [first, ...rest] = path;
  if (first === undefined) return { ...(isObject(value) ? value : {}), surplus: 1 };
  if (Array.isArray(value)) {
    return value.map((one: unknown, at) => (String(at) === first ? withMember(one, rest) : one));
  }
  return isObject(value) ? { ...value, [first]: withMember(value[first], rest) } : value;
};

describe('schemas of asks', () => {
  it('say the same as the types', () => {
    expectTypeOf<Disagreeing>().toBeNever();
    expectTypeOf<keyof typeof askMembers>().toEqualTypeOf<Kind>();
  });

  it('let every ask through that this program makes itself', async () => {
    const { server } = await stage({ isEmpty: true });
    for (const ask of asks) {
      const { clusterId } = { clusterId: '', ...ask };
      const url = '/berth/v1/asks?dryRun=true';
      const { statusCode, body } = await server.inject({ method: 'POST', url, payload: ask });
      expect([200, 404, 409, 422], `${ask.type} ${clusterId} ${body}`).toContain(statusCode);
    }
  });

  it('∀ ask, wherever a member is added that nobody knows, it is refused by name', async () => {
    const { server } = await stage({ isEmpty: true });
    const places = asks.flatMap((ask) => objectsIn(ask).map((pointer) => ({ ask, pointer })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), async ({ ask, pointer }) => {
        const payload = withMember(ask, pointer.split('/').slice(1));
        const answer = await server.inject({
          method: 'POST',
          url: '/berth/v1/asks',
          headers: { 'content-type': 'application/json' },
          payload: JSON.stringify(payload),
        });
        expect(answer.statusCode).toBe(400);
        const pointers = answer.json().errors.map((error: { pointer: string }) => error.pointer);
        expect(pointers).toContain(`${pointer}/surplus`);
      }),
      { numRuns: 60 },
    );
  });

  it('∀ ask, whichever member is left out that must be there, it is told', async () => {
    const { server } = await stage({ isEmpty: true });
    const cases = asks.flatMap((ask) => Object.keys(ask).map((key) => ({ ask, key })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cases), async ({ ask, key }) => {
        const payload = Object.fromEntries(Object.entries(ask).filter(([name]) => name !== key));
        const answer = await server.inject({ method: 'POST', url: '/berth/v1/asks', payload });
        expect(answer.statusCode).toBe(400);
        expect(answer.json().errors[0]).toMatchObject({
          pointer: `/${key}`,
          problem: 'is missing',
        });
      }),
      { numRuns: 60 },
    );
  });
});
