/** What can be told by the kernel's rules without the kernel: for whoever reads what was decided and decides nothing. */
export { defaultPolicy, kernelVersion, type Policy } from './policy/policy.ts';
export { fairShares } from './share/fair-shares.ts';
