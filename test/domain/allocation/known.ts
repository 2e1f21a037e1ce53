import { allTraits, type Traits } from '../../arbitraries/kernel/traits.ts';

/** What the kernel is held to: everything that it says it knows. */
export const known: Traits = allTraits;
