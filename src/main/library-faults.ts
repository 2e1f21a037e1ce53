import type { BrainFault, Refusal } from '../../adapters/ports/live-brain.ts';

/** A rule said no; `refusal` has the numbers. */
export class AskRefused extends Error {
  override readonly name = 'AskRefused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused: ${JSON.stringify(refusal)}`);
    this.refusal = refusal;
  }
}

/** The ledger or the engine failed; `fault` says how, and whether to try again. */
export class BrainFaulted extends Error {
  override readonly name = 'BrainFaulted';
  readonly fault: BrainFault;
  constructor(fault: BrainFault) {
    super(`failed: ${JSON.stringify(fault)}`);
    this.fault = fault;
  }
}
