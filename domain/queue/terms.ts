import { hasOwnMember, isMigSlice } from '../foundation/device-slices.ts';
import { amountProblem, type FieldProblem, firstProblem, shortened } from '../foundation/field.ts';
import { canonicalJson } from '../foundation/json.ts';
import type { QueueTerms } from '../foundation/queue-terms.ts';
import type { Amounts } from '../foundation/shapes.ts';

type Bound = NonNullable<QueueTerms['others']>[string];

/** A bound as somebody asks for it; what is left out is no bound. */
export type BoundAsked = { readonly [Key in keyof Bound]?: number | undefined };

/** What somebody asks of the kernel besides shares; see `QueueTerms`. */
export interface TermsAsked {
  readonly preemptMinRunMs?: number | undefined;
  readonly reclaimMinRunMs?: number | undefined;
  readonly maxRunMs?: number | undefined;
  readonly lendingMax?: { readonly [Key in keyof Amounts]?: number | undefined } | undefined;
  readonly others?: Readonly<Record<string, BoundAsked>> | undefined;
}

/** Most bounds by name that a queue has. */
const othersMax = 64;
const nameLengthMax = 253;

/** What keeps terms from being taken, or nothing. */
export const termsProblem = (at: string, asked: TermsAsked): FieldProblem | undefined =>
  firstProblem(
    given(asked.preemptMinRunMs, (value) => amountProblem(`${at}/preemptMinRunMs`, value)),
    given(asked.reclaimMinRunMs, (value) => amountProblem(`${at}/reclaimMinRunMs`, value)),
    given(asked.maxRunMs, (value) => atLeastOne(`${at}/maxRunMs`, value)),
    ...lendable.map((key) =>
      given(asked.lendingMax?.[key], (value) => amountProblem(`${at}/lendingMax/${key}`, value)),
    ),
    ...othersProblems(`${at}/others`, asked.others ?? {}),
  );

const lendable = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;

const given = (
  value: number | undefined,
  judge: (value: number) => FieldProblem | undefined,
): FieldProblem | undefined => (value === undefined ? undefined : judge(value));

const atLeastOne = (pointer: string, value: number): FieldProblem | undefined =>
  Number.isSafeInteger(value) && value >= 1
    ? undefined
    : { pointer, value, problem: 'must be a whole number from 1 to 9007199254740991' };

const othersProblems = (
  at: string,
  others: Readonly<Record<string, BoundAsked>>,
): readonly (FieldProblem | undefined)[] => {
  const entries = Object.entries(others);
  if (entries.length > othersMax) {
    const problem = `must be at most ${othersMax} bounds by name`;
    return [{ pointer: at, value: entries.length, problem }];
  }
  return entries.map(([name, bound]) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return nameProblem(pointer, name) ?? boundProblem(pointer, bound);
  });
};

const namePattern = /^(gpu:[^\p{Cc}\p{Cs}]+|[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?)$/u;

const nameProblem = (pointer: string, name: string): FieldProblem | undefined => {
  const value = shortened(name);
  if (name.length > nameLengthMax || !namePattern.test(name)) {
    const problem = 'must be "gpu:" and a device model, or the name of a resource';
    return { pointer, value, problem };
  }
  return hasOwnMember(name) && !isMigSlice(name)
    ? { pointer, value, problem: 'must be another resource: this one has a field of its own' }
    : undefined;
};

const boundProblem = (pointer: string, bound: BoundAsked): FieldProblem | undefined => {
  const { quota = -1, limit = -1 } = bound;
  const range = 'must be -1 (none) or a whole number from 0 to 9007199254740991';
  if (!isBound(quota)) return { pointer: `${pointer}/quota`, value: quota, problem: range };
  if (!isBound(limit)) return { pointer: `${pointer}/limit`, value: limit, problem: range };
  return limit !== -1 && quota !== -1 && limit < quota
    ? {
        pointer: `${pointer}/limit`,
        value: limit,
        problem: `must be -1 (none) or at least the quota, ${quota}`,
      }
    : undefined;
};

const isBound = (value: number): boolean => Number.isSafeInteger(value) && value >= -1;

/** Terms as they are recorded: nothing in them that says nothing; `undefined` where nothing is left. */
export const termsSaid = (asked: TermsAsked | undefined): QueueTerms | undefined => {
  if (asked === undefined) return undefined;
  const { preemptMinRunMs, reclaimMinRunMs, maxRunMs } = asked;
  const lendingMax = lendingSaid(asked.lendingMax ?? {});
  const others = othersSaid(asked.others ?? {});
  const terms: QueueTerms = {
    ...(preemptMinRunMs === undefined ? {} : { preemptMinRunMs }),
    ...(reclaimMinRunMs === undefined ? {} : { reclaimMinRunMs }),
    ...(maxRunMs === undefined ? {} : { maxRunMs }),
    ...(isEmpty(lendingMax) ? {} : { lendingMax }),
    ...(isEmpty(others) ? {} : { others }),
  };
  return isEmpty(terms) ? undefined : terms;
};

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

const lendingSaid = ({
  gpuMilli,
  cpuMilli,
  memoryMib,
}: NonNullable<TermsAsked['lendingMax']>): NonNullable<QueueTerms['lendingMax']> => ({
  ...(gpuMilli === undefined ? {} : { gpuMilli }),
  ...(cpuMilli === undefined ? {} : { cpuMilli }),
  ...(memoryMib === undefined ? {} : { memoryMib }),
});

/** A bound that bounds nothing is none. */
const othersSaid = (
  others: Readonly<Record<string, BoundAsked>>,
): NonNullable<QueueTerms['others']> =>
  Object.fromEntries(
    Object.entries(others)
      .map(([name, { quota = -1, limit = -1 }]) => [name, { quota, limit }] as const)
      .filter(([, { quota, limit }]) => quota !== -1 || limit !== -1),
  );

/** Tells whether two grants ask the same of the kernel. */
export const areSameTerms = (a: QueueTerms | undefined, b: QueueTerms | undefined): boolean =>
  a === b || canonicalJson(a ?? {}) === canonicalJson(b ?? {});
