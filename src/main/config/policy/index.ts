import type { Document } from 'yaml';
import type { InputFault } from '../../../../adapters/ports/scenario.ts';
import { defaultPolicy, type Policy } from '../../../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../../../domain/foundation/fp.ts';
import { readTextFile } from '../read-file.ts';
import { openPage, type Page, type Refusable, refuseAt } from '../yaml-file.ts';
import { heading } from './heading.ts';
import { judgedPolicy, versioned } from './judged-policy.ts';
import { type PlacedObjection, wrong } from './objection-to.ts';
import { nodeOf, strangeIn } from './places.ts';

export { judgedPolicy } from './judged-policy.ts';
export { policyDocument, printPolicy } from './print-policy.ts';

const bytesMax = 256 * 1024;

/** Where `default` stands instead of a file, the program's own rules are meant. */
const ownRules = 'default';

/** Reads rules: a file of YAML or JSON, or `default`. What a file does not say is as in the program's own rules. */
export const readPolicy = async (path: string): Promise<Either<InputFault, Policy>> => {
  if (path === ownRules) return right(defaultPolicy);
  const read = await readTextFile({ path, what: 'a policy', bytesMax });
  return isLeft(read) ? read : policyIn(path, read.right.text);
};

/** The rules in a text; `file` is what messages call it. */
export const policyIn = (file: string, text: string): Refusable<Policy> => {
  const opened = openPage(file, text);
  if (isLeft(opened)) return opened;
  const { page, document } = opened.right;
  const strange = strangeIn(document);
  if (strange !== undefined) return refuseAt(page, strange.node, strange.objection);
  const written: unknown = document.toJS();
  const content = contentOf(written ?? {});
  if (isLeft(content)) return refuse(page, document, content.left);
  const { version, policy } = content.right;
  const judged = judgedPolicy(policy);
  if (isLeft(judged)) return refuse(page, document, judged.left);
  const idle = idleUsageIn(written);
  if (idle !== undefined) return refuse(page, document, idle);
  const { version: _, ...rules } = judged.right;
  const named = versioned(rules, version);
  return isLeft(named) ? refuse(page, document, named.left) : named;
};

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Content {
  readonly version: string | undefined;
  /** With all that was not said. */
  readonly policy: Plain;
}

/** Takes the heading off, and fills in what is not said; what stands there is not judged yet. */
const contentOf = (written: unknown): Either<PlacedObjection, Content> => {
  if (!isPlain(written)) return left(wrong('', written, 'lines such as `gpuPlacement: spread`'));
  const { apiVersion = heading.apiVersion, kind = heading.kind, version, ...said } = written;
  if (apiVersion !== heading.apiVersion) {
    return left(wrong('/apiVersion', apiVersion, heading.apiVersion));
  }
  if (kind !== heading.kind) return left(wrong('/kind', kind, heading.kind));
  if (version !== undefined && typeof version !== 'string') {
    return left(wrong('/version', version, 'a name, in quotes where it is a number'));
  }
  return right({ version, policy: filledIn(said) });
};

/** Past use counts for nothing unless somebody says how much: who speaks of it means that it does. */
const idleUsageIn = (written: unknown): PlacedObjection | undefined => {
  const usage = isPlain(written) ? written['usage'] : undefined;
  if (!isPlain(usage) || 'factorMilli' in usage || Object.keys(usage).length === 0)
    return undefined;
  return {
    ...wrong('/usage', usage, ''),
    problem: '/usage does not say how much past use counts',
    remedy: 'write factorMilli as well: 1000 is usual, 0 ignores past use',
  };
};

const filledIn = (said: Plain): Plain => {
  const { version: _, ...usual } = defaultPolicy;
  const policy: Record<string, unknown> = { version: '-', ...usual, ...said };
  for (const [key, group] of Object.entries(usual)) {
    const part = policy[key];
    if (isPlain(group) && isPlain(part)) policy[key] = { ...group, ...part };
  }
  return policy;
};

const refuse = (
  page: Page,
  document: Document.Parsed,
  objection: PlacedObjection,
): Refusable<never> => {
  const { pointer, problem, remedy } = objection;
  return refuseAt(page, nodeOf(document, objection), { key: pointer, problem, remedy });
};
