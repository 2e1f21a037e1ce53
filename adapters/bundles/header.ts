import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { batchBounds } from '../../domain/foundation/batch.ts';

/** What a bundle may hold: it comes from elsewhere. @unit bytes · facts */
export const bundleBounds = {
  /** Of the file, packed or not. */
  fileBytesMax: 268_435_456,
  /** Of the text in it. */
  textBytesMax: 536_870_912,
  headerBytesMax: 65_536,
  stateBytesMax: 134_217_728,
  bodyBytesMax: batchBounds.bodyBytesMax,
  factsMax: 4_000_000,
} as const;

/** The word that every bundle begins with, so that nothing else is taken for one. */
export const bundleFormat = 'berth-bundle';
const formatVersion = 1;

const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const revision = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const versions = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 256 });

/** The first line of a bundle: what comes behind it, and what it is tied to. */
const headerShape = Type.Object(
  {
    format: Type.Literal(bundleFormat),
    formatVersion: Type.Literal(formatVersion),
    /** The version of the program that wrote it. */
    program: Type.String({ maxLength: 64 }),
    /** The first fact and the last. */
    from: revision,
    to: revision,
    /** The chain hash before the first fact, and that of the last. */
    baseHash: hash,
    headHash: hash,
    /** What the decisions in it name. */
    kernels: versions,
    policies: versions,
    /** The brain before the first fact, on the next line; `null` where the first fact is the first of all. */
    state: Type.Union([
      Type.Null(),
      Type.Object(
        {
          version: Type.String({ maxLength: 400 }),
          sha256: hash,
          /** That whoever signs the ledger says it is the state there. */
          note: Type.Optional(Type.String({ maxLength: 16_384 })),
        },
        { additionalProperties: false },
      ),
    ]),
    /** That the last fact stands in a ledger that was signed; a fact's hash speaks for all before it. */
    signed: Type.Union([
      Type.Null(),
      Type.Object(
        {
          path: Type.Array(hash, { maxItems: 64 }),
          checkpoint: Type.String({ maxLength: 16_384 }),
        },
        { additionalProperties: false },
      ),
    ]),
  },
  { additionalProperties: false },
);

/** The first line of a bundle. */
export type BundleHeader = Static<typeof headerShape>;

/** A bundle that is not what it says it is, or that this program cannot read. */
export interface BundleRefused {
  readonly _tag: 'BundleRefused';
  readonly problem: string;
  readonly remedy: string;
}

/** The header that some JSON is, or what is wrong with it. */
export const headerOf: (text: string) => BundleHeader | string = (() => {
  const compiled = Compile(headerShape);
  return (text) => {
    const value = jsonOf(text);
    if (compiled.Check(value)) return value;
    const [first] = compiled.Errors(value);
    const what = [first?.instancePath ?? '', first?.message ?? 'is no JSON'].join(' ').trimStart();
    return `its first line is no header of a bundle: ${what}`;
  };
})();

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A header as the first line of a bundle. */
export const lineOfHeader = (header: Omit<BundleHeader, 'format' | 'formatVersion'>): string =>
  JSON.stringify({ format: bundleFormat, formatVersion, ...header });
