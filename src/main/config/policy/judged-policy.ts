import { createHash } from 'node:crypto';
import { Check } from 'typebox/value';
import { defaultPolicy, type Policy } from '../../../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../../../domain/foundation/fp.ts';
import { invariant } from '../../../../domain/foundation/invariant.ts';
import { canonicalJson } from '../../../../domain/foundation/json.ts';
import { policyShape } from '../../../../domain/foundation/policy-shape.ts';
import { senselessIn } from '../../../../domain/policy/index.ts';
import { shown } from '../refusal.ts';
import { objectionTo, type PlacedObjection, wrong } from './objection-to.ts';

/** What a policy is that nobody gave a name. */
const usualName = 'site';
const namePattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Rules without the name under which decisions know them. */
type Content = Omit<Policy, 'version'>;

/** Rules, complete but for a right version, or what keeps a value from being such. */
export const judgedPolicy = (value: unknown): Either<PlacedObjection, Policy> => {
  const objection = objectionTo(policyShape, value);
  if (objection !== undefined) return left(objection);
  invariant(Check(policyShape, value), 'both judges of policies say the same');
  const senseless = senselessIn(value);
  if (senseless === undefined) return right(value);
  const { pointer, value: there, wanted } = senseless;
  const said = wrong(pointer, there, wanted);
  return left(pointer === '/actions' ? { ...said, remedy: `add ${wanted}` } : said);
};

/**
 * Rules under a version that follows from them: a name, and twelve digits of the sha256 of all other fields, so that
 * equal versions mean equal content wherever they were written. The program's own rules keep their name.
 *
 * @shape `version` is a name, a name with its digits, or left out
 */
export const versioned = (
  content: Content,
  version: string = usualName,
): Either<PlacedObjection, Policy> => {
  const digits = digitsOf(content);
  if (version === defaultPolicy.version && digits === digitsOf(defaultPolicy)) {
    return right({ version, ...content });
  }
  const [name = '', said, ...more] = version.split('@');
  if (!namePattern.test(name) || more.length > 0) {
    const wanted = 'a name of at most 64 letters, digits, ".", "_" and "-"';
    return left(wrong('/version', version, wanted));
  }
  if (said === undefined || said === digits)
    return right({ version: `${name}@${digits}`, ...content });
  const remedy = `write ${shown(`${name}@${digits}`)}, or ${shown(name)} alone`;
  return left({
    pointer: '/version',
    isOfKey: false,
    problem: `${shown(version)} stands at /version and is the version of other rules`,
    remedy,
  });
};

const digitsOf = ({ version: _version, ...content }: Content & { version?: string }): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 12);

/** A copy of rules that another program gives as a value, under a version of its own. @throws RangeError */
export const policyGiven = (value: Policy): Policy => {
  const judged = judgedPolicy(value);
  if (!isLeft(judged)) return structuredClone(judged.right);
  const { pointer, problem, remedy } = judged.left;
  throw new RangeError(`policy${pointer}: ${problem}; ${remedy}`);
};
