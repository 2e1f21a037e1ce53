export {
  createKeys,
  type KeyRefused,
  type SigningKey,
  signingKeyOf,
  type VerifyingKey,
  verifyingKeyOf,
} from './keys.ts';
export { type NoteRefused, notesIn, signedHead, signedText, signHead, signText } from './note.ts';
export {
  checkProof,
  hexPath,
  isProof,
  type Proof,
  type ProofRefused,
  type Proven,
} from './proof.ts';
