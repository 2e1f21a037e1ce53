import { Problem } from '../../problem.ts';
import { mbOf } from './memory.ts';

/** A refused grant, in the places and the units of the resource that it was made of. */
export const grantProblemOf = (
  problem: Problem,
  { pointer, poolMember = 'id' }: GrantPlace,
): Problem =>
  inUnits(problem).repointed((found) => `${pointer}${grantPointerOf(found, poolMember)}`);

/** Where a body says a grant, and by which member it names the pool. */
interface GrantPlace {
  readonly pointer: string;
  readonly poolMember?: 'id' | 'name' | undefined;
}

/** Where Run:ai writes what a grant says in the domain's words, below one resource. */
const grantPointerOf = (pointer: string, poolMember: string): string =>
  pointer
    .replace(/^\/entitlements\/gpuMilli/, '/gpu')
    .replace(/^\/entitlements\/cpuMilli/, '/cpu')
    .replace(/^\/entitlements\/memoryMib/, '/memory')
    .replace(/^\/entitlements\/priority/, '/priority')
    .replace(/^\/nodePoolId/, `/nodePool/${poolMember}`)
    .replace(/\/quota$/, '/deserved')
    .replace(/\/weight$/, '/overQuotaWeight');

const units = [
  { name: 'gpuMilli', word: 'GPUs', of: (milli: number) => milli / 1000 },
  { name: 'cpuMilli', word: 'millicores', of: (milli: number) => milli },
  { name: 'memoryMib', word: 'megabytes', of: mbOf },
] as const;

/** The one rule about amounts that only the brain can judge tells them in its own units. */
const inUnits = (problem: Problem): Problem => {
  const { said } = problem;
  if (said.code !== 'QuotaBelowUse' || said.context === undefined) return problem;
  const { pointer, quota, nonPreemptibleInUse } = {
    pointer: '',
    quota: 0,
    nonPreemptibleInUse: 0,
    ...said.context,
  };
  const unit = units.find(({ name }) => pointer.includes(name));
  if (unit === undefined) return problem;
  const inUse = `${unit.of(nonPreemptibleInUse)} ${unit.word}`;
  return new Problem({
    ...said,
    errors: [
      {
        pointer,
        in: 'body',
        value: unit.of(quota),
        problem: `is less than the ${inUse} that non-preemptible workloads hold now`,
        remedy: `say at least ${inUse}, or stop some of them first`,
      },
    ],
  });
};
