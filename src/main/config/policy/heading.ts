/** What a document of rules says of itself. */
export const heading = { apiVersion: 'policy.berth.dev/v1alpha1', kind: 'Policy' } as const;
