import fc from 'fast-check';
import { pace } from './pace.ts';

// A mutant has to live or die by the same cases each time, and nobody reads its shrunk counterexample.
fc.configureGlobal({ seed: 1, endOnFailure: true });

interface Runs {
  run: (this: object, value: unknown) => unknown;
}

const property: Runs = Object.getPrototypeOf(fc.property(fc.constant(0), () => true));
const { run } = property;
const cases = new WeakMap<object, number>();
property.run = function runFirst(value): unknown {
  const before = cases.get(this) ?? 0;
  cases.set(this, before + 1);
  return before < pace.casesMax ? run.call(this, value) : null;
};
