import type { Container } from '../foundation/shapes.ts';

/** What a submission says of what its pods run: it may hold secrets, and nothing is decided by it. */
export type Confidential = Pick<Container, 'command' | 'args' | 'workingDir' | 'environment'>;

/** What may say what its pods run: a submission, or a row of it. */
interface Contained {
  readonly container?: Container | undefined;
}

/** A submission in two parts: what everybody may read, and what may be sealed; `undefined` where there is nothing of it. */
export const withoutConfidential = <Spec extends Contained>(
  spec: Spec,
): { readonly spec: Spec; readonly confidential: Confidential | undefined } => {
  if (spec.container === undefined) return { spec, confidential: undefined };
  const { image, ...confidential } = spec.container;
  return Object.values(confidential).every((value) => value === undefined)
    ? { spec, confidential: undefined }
    : { spec: { ...spec, container: { image } }, confidential };
};

/** Puts both parts together again; what the submission says itself stays. */
export const withConfidential = <Spec extends Contained>(
  spec: Spec,
  confidential: Confidential,
): Spec =>
  spec.container === undefined
    ? spec
    : { ...spec, container: { ...confidential, ...spec.container } };
