/** One resource of a queue in a division. @unit see `Amounts`; quota and limit −1 are "all" and "none" */
export interface Claim {
  readonly id: string;
  readonly openedAt: number;
  readonly priority: number;
  readonly quota: number;
  readonly limit: number;
  readonly weight: number;
  /** Use over time, of the capacity. @unit thousandths */
  readonly usageMilli: number;
  request: number;
  share: number;
  /** What it was before it was divided anew. */
  before: number;
  remainder: number;
}

/** One resource among siblings: their claims on it, and what it was divided by last. */
export interface Division {
  readonly claims: readonly Claim[];
  /** Whether past use of anybody may count. */
  readonly isUsed: boolean;
  /** Whether somebody asks for something else since. */
  isAskedAnew: boolean;
  /** −1 before the first time. */
  total: number;
  usageFactorMilli: number;
}
