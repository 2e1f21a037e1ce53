/** What the rules of a ledger are a fact about. */
export const policySubject = { kind: 'policy', id: 'main' } as const;
