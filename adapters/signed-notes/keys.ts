import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { type Either, left, right } from '../../domain/foundation/fp.ts';
import { isOrigin } from '../../domain/foundation/tree-head.ts';

/** A key that cannot be used, and why. */
export interface KeyRefused {
  readonly _tag: 'KeyRefused';
  readonly problem: string;
}

/** Whom a signature is of: the name, and four bytes that tell keys of one name apart. */
export interface KeyName {
  readonly name: string;
  /** @shape 8 hex digits */
  readonly mark: string;
}

/** What signs heads of a ledger. Whoever has it can sign another history: it stays off the machine of the ledger's file where it can. */
export interface SigningKey extends KeyName {
  readonly key: KeyObject;
}

/** What tells whether a signature is of the key that belongs to it. */
export interface VerifyingKey extends KeyName {
  readonly key: KeyObject;
}

/** Ed25519, as signed notes number it. */
const algorithm = 1;
/** What stands before the 32 bytes of an Ed25519 key in DER. @source RFC 8410 §7, §4 */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const markOf = (name: string, publicBytes: Uint8Array): string =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(algorithm))
    .update(publicBytes)
    .digest('hex')
    .slice(0, 8);

const publicBytesOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);

/** A new pair as two lines of text, each for a file of its own. @shape a name without spaces and plus signs */
export const createKeys = (
  name: string,
): Either<KeyRefused, { readonly signing: string; readonly verifying: string }> => {
  if (!isOrigin(name)) return refused(`'${name}' has a space or a plus sign, or is empty`);
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(privatePrefix.length);
  const bytes = publicBytesOf(privateKey);
  const mark = markOf(name, bytes);
  return right({
    signing: `PRIVATE+KEY+${name}+${mark}+${marked(seed)}\n`,
    verifying: `${name}+${mark}+${marked(bytes)}\n`,
  });
};

const marked = (bytes: Uint8Array): string =>
  Buffer.concat([Uint8Array.of(algorithm), bytes]).toString('base64');

const refused = (problem: string): Either<KeyRefused, never> =>
  left({ _tag: 'KeyRefused', problem });

/** Reads a line `name+mark+key`; whose mark is not that of name and key is no key. */
export const verifyingKeyOf = (text: string): Either<KeyRefused, VerifyingKey> => {
  const line = text.trim();
  if (line.startsWith('PRIVATE+KEY+')) {
    return refused('it is a key that signs; the one that verifies begins with the name');
  }
  const [name = '', mark = '', ...rest] = line.split('+');
  // Base64 has plus signs of its own.
  const bytes = bytesOf(rest.join('+'));
  if (!isOrigin(name) || bytes === undefined) return refused('it is no line name+mark+key');
  if (markOf(name, bytes) !== mark) return refused('its mark is not that of its name and key');
  const der = Buffer.concat([publicPrefix, bytes]);
  return right({ name, mark, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) });
};

/** Reads a line `PRIVATE+KEY+name+mark+key`. */
export const signingKeyOf = (text: string): Either<KeyRefused, SigningKey> => {
  const [first, second, name = '', mark = '', ...rest] = text.trim().split('+');
  const seed = bytesOf(rest.join('+'));
  if (first !== 'PRIVATE' || second !== 'KEY' || !isOrigin(name) || seed === undefined) {
    return refused('it is no line PRIVATE+KEY+name+mark+key');
  }
  const der = Buffer.concat([privatePrefix, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  if (markOf(name, publicBytesOf(key)) !== mark) {
    return refused('its mark is not that of its name and key');
  }
  return right({ name, mark, key });
};

const bytesOf = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  const isKey = bytes.length === 33 && bytes[0] === algorithm && bytes.toString('base64') === text;
  return isKey ? bytes.subarray(1) : undefined;
};
