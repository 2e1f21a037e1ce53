import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../../../domain/allocation/index.ts';
import { isLeft } from '../../../../../domain/foundation/fp.ts';
import {
  policyDocument,
  policyIn,
  printPolicy,
  readPolicy,
} from '../../../../../src/main/config/policy/index.ts';
import { policyGiven } from '../../../../../src/main/config/policy/judged-policy.ts';
import { policiesFrom } from '../../../../arbitraries/policy.ts';
import { scratch } from '../scratch.ts';

const files = scratch();
afterAll(files.remove);

const readIn = (text: string): Policy => {
  const read = policyIn('site.yaml', text);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
};

const refusalOf = (text: string): string => {
  const read = policyIn('site.yaml', text);
  if (!isLeft(read)) return '';
  const { file, field = '', problem, remedy } = read.left;
  return `${file} ${field} | ${problem} | ${remedy}`;
};

/** What stands in a file, and the place, the pointer and the words that the refusal names. */
const cases: readonly (readonly [name: string, text: string, at: string, says: string])[] = [
  ['an unknown key', 'gpuPlacment: spread', ':1:1 /gpuPlacment', 'did you mean "gpuPlacement"?'],
  [
    'an unknown key in a group',
    'bounds:\n  victimMax: 3',
    ':2:3 /bounds/victimMax',
    'did you mean "victimsMax"?',
  ],
  ['a key that is nothing like one', 'xyzzy: 1', ':1:1 /xyzzy', 'known are version, actions'],
  ['a key with a slash', 'a/b~c: 1', ':1:1 /a~1b~0c', 'has no key "a/b~c"'],
  ['a word that is nearly one', 'gpuPlacement: spraed', ':1:15 /gpuPlacement', '"spraed" stands'],
  ['a word that is none', 'tieOrder: random', ':1:11 /tieOrder', 'one of node-id, fewest-gpus'],
  [
    'a word that only cards have',
    'cpuPlacement: fgd',
    ':1:15 /cpuPlacement',
    'one of binpack, spread',
  ],
  ['a number below its bound', 'bounds: {victimsMax: -3}', ':1:22 /bounds/victimsMax', '-3 stands'],
  ['a number above its bound', 'usage: {windowMs: 9007199254740993}', ':1:19 ', 'from 0 on'],
  ['a share below 1', 'saturationMilli: 999', ':1:18 /saturationMilli', 'from 1000 on'],
  ['a fraction', 'usage: {factorMilli: 0.5}', ':1:22 /usage/factorMilli', '0.5 stands'],
  ['a number that is none', 'staleGraceMs: .nan', ':1:15 /staleGraceMs', 'NaN stands'],
  ['minus nothing', 'bypassesMax: -0', ':1:14 /bypassesMax', 'a whole number from -1 on'],
  ['a number as text', 'bypassesMax: "3"', ':1:14 /bypassesMax', '"3" stands'],
  ['nothing', 'bypassesMax:', ':1:1', 'null stands'],
  ['yes for true', 'isMovedKept: yes', ':1:14 /isMovedKept', 'true or false'],
  ['a value where a group should be', 'minRun: 3', ':1:9 /minRun', 'keys with values'],
  ['a group where a value should be', 'tieOrder: {a: 1}', ':1:11 /tieOrder', 'a group of keys'],
  ['a value where a list should be', 'actions: allocate', ':1:10 /actions', 'write a list'],
  ['an unknown action', 'actions: [allocate, reclam]', ':1:21 /actions/1', '"reclaim"?'],
  ['an action twice', 'actions: [allocate, allocate]', ':1:21 /actions/1', 'each action once'],
  ['no action that starts anything', 'actions: [reclaim]', ':1:10 /actions', 'add allocate'],
  [
    'half a kind of pod',
    'typicalPods:\n  - gpuDevices: 1',
    ':2:5 /typicalPods/0',
    '/typicalPods/0 lacks "gpuMilli"',
  ],
  [
    'more pods than there are',
    `typicalPods: [${pod(600_000)}, ${pod(400_001)}]`,
    ':1:14 ',
    '1000000',
  ],
  ['half a letter', `typicalPods: [${pod(1, '\\ud800')}]`, ':1:', 'a text of 1 to 253 characters'],
  ['another edition', 'apiVersion: v1', ':1:13 /apiVersion', 'policy.berth.dev/v1alpha1'],
  ['another kind', 'kind: Configuration', ':1:7 /kind', 'write Policy'],
  ['a version that is a number', 'version: 3', ':1:10 /version', 'in quotes'],
  ['a version that is no name', 'version: "a b"', ':1:10 /version', 'a name of at most 64'],
  ['two names', 'version: a@b@c', ':1:10 /version', 'a name of at most 64'],
  ['a list instead of keys', '- actions', ':1:1 ', 'stands at the top'],
  ['an anchor', 'usage: &u {halfLifeMs: 1}', ':1:11 ', 'anchor'],
  ['an alias of nothing', 'usage: *u', ':1:8 ', 'alias'],
  ['a tag', 'tieOrder: !!js/function "x"', ':1:11 ', 'tag'],
  ['a prototype', '__proto__: {tieOrder: node-id}', ':1:1 /__proto__', 'has no key "__proto__"'],
  ['a prototype in a group', 'usage: {__proto__: {a: 1}}', ':1:9 /usage/__proto__', 'no key'],
  ['a key twice', 'bypassesMax: 1\nbypassesMax: 2', ':2:1 ', 'keep one of the two'],
  ['two documents', 'bypassesMax: 1\n---\nbypassesMax: 2', ':2:1 ', 'keep one document'],
  ['no YAML', 'usage: a: b', ':1:8 ', 'no YAML that berth reads'],
];

function pod(shareMicro: number, model = 'H100'): string {
  const pods = `gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0`;
  return `{${pods}, models: ["${model}"], shareMicro: ${shareMicro}}`;
}

describe('a file of rules', () => {
  it.each(cases)('refuses %s, with its place and a remedy', (...[, text, at, says]) => {
    const refusal = refusalOf(text);
    expect(refusal.startsWith(`site.yaml${at}`), refusal).toBe(true);
    expect(refusal).toContain(says);
  });

  it("is the program's own rules where it says nothing, and other ones where it says something", () => {
    expect(readIn('')).toEqual({ ...defaultPolicy, version: expect.stringMatching(/^site@/) });
    const rules = readIn('version: night\nbounds:\n  victimsMax: 5\n');
    expect(rules).toMatchObject({ bounds: { ...defaultPolicy.bounds, victimsMax: 5 } });
    expect(rules.version).toMatch(/^night@[0-9a-f]{12}$/);
    expect(readIn('{"version": "night", "bounds": {"victimsMax": 5}}')).toEqual(rules);
  });

  it('that speaks of past use says how much it counts, for unsaid it is nothing', () => {
    expect(refusalOf('usage: {halfLifeMs: 86400000}')).toMatch(
      /does not say how much .* \| write factorMilli/,
    );
    const usage = { factorMilli: 1000, halfLifeMs: 86_400_000 };
    expect(readIn(JSON.stringify({ usage }))).toMatchObject({ usage });
  });

  it('∀ rules: what is printed is read back as the same, as YAML and as JSON', () => {
    fc.assert(
      fc.property(fc.oneof(policiesFrom, fc.constant(defaultPolicy)), (policy) => {
        expect(readIn(printPolicy(policy))).toEqual(policy);
        expect(readIn(JSON.stringify(policyDocument(policy)))).toEqual(policy);
      }),
    );
  });

  it('∀ rules: versions are equal where contents are, in whatever order they are written', () => {
    const turned = ({ version, ...content }: Policy): string =>
      JSON.stringify({ ...Object.fromEntries(Object.entries(content).toReversed()), version });
    fc.assert(
      fc.property(policiesFrom, fc.nat(1000), (policy, more) => {
        const [name = ''] = policy.version.split('@');
        expect(readIn(turned(policy))).toEqual(policy);
        const bounds = { ...policy.bounds, victimsMax: more };
        const other = readIn(turned({ ...policy, version: name, bounds })).version;
        expect(other === policy.version).toBe(policy.bounds.victimsMax === more);
      }),
    );
  });

  it('that has digits behind its name which do not follow from it is refused, with those that do', () => {
    const { version } = readIn('version: night\nbypassesMax: 3');
    expect(readIn(`version: ${version}\nbypassesMax: 3`).version).toBe(version);
    const refusal = refusalOf(`version: ${version}\nbypassesMax: 4`);
    expect(refusal).toMatch(/is the version of other rules \| write "night@[0-9a-f]{12}"/);
    expect(readIn(`version: ${defaultPolicy.version}`)).toEqual(defaultPolicy);
    expect(readIn(`version: ${defaultPolicy.version}\nbypassesMax: 3`).version).toMatch(/@/);
  });

  it('is read from where it lies; `default` is no file but the rules of the program', async () => {
    const path = files.put('mine.yaml', 'tieOrder: most-gpus\n');
    expect(await readPolicy(path)).toMatchObject({ right: { tieOrder: 'most-gpus' } });
    expect(await readPolicy('default')).toEqual({ _tag: 'Right', right: defaultPolicy });
    const gone = await readPolicy(files.path('gone.yaml'));
    expect(gone).toMatchObject({ left: { _tag: 'InputRefused', file: files.path('gone.yaml') } });
  });
});

describe('rules that another program gives', () => {
  it('are copied, under the version that they have', () => {
    const mine: Policy = { ...defaultPolicy, version: 'mine 1', tieOrder: 'most-gpus' };
    expect(policyGiven(mine)).toEqual(mine);
    expect(policyGiven(mine)).not.toBe(mine);
  });

  it('are refused with the place and a remedy where they cannot stand', () => {
    const bounds = { ...defaultPolicy.bounds, victimsMax: 0.5 };
    expect(() => policyGiven({ ...defaultPolicy, bounds })).toThrow(
      new RangeError(
        'policy/bounds/victimsMax: 0.5 stands at /bounds/victimsMax; write a whole number from 0 on',
      ),
    );
  });
});
