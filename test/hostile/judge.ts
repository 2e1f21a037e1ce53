import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Document, Operation, Schema } from './document.ts';
import type { Request } from './requests.ts';
import type { Answer } from './send.ts';

/** Says what is wrong with an answer to a request; nothing where it is as the document says. */
export type Judge = (request: Request, answer: Answer) => readonly string[];

interface ProblemSaid {
  readonly type: string;
  readonly status: number;
  readonly errors?: readonly ProblemError[];
}

interface ProblemError {
  readonly pointer: string;
  readonly in?: 'body' | 'query' | 'path' | 'header';
  readonly problem: string;
}

/** Every answer comes within it, on a machine that does other things too. @unit ms */
const answerMsMax = 2_000;

/** What an answer never shows: frames of a stack, and where the program lies. */
const inside =
  /\n\s+at |node_modules|\.[cm]?[tj]s:\d+|file:\/\/\/|\/(?:work|home|usr|root|tmp)\/|SQLITE|ENOENT/;

/** Problems with the shape of a request: what is as the document says has none of them. */
const ofShape = new Set(
  'invalid-request malformed-json malformed-request malformed-url idempotency-key if-match'.split(
    ' ',
  ),
);

/** Judges answers by a document. */
export const judgeBy = (document: Document): Judge => {
  const bodyIs = bodyChecks(document);
  return (request, answer) => {
    const { operation, method, isLawful } = request;
    const findings: string[] = [];
    if (answer.status >= 500) findings.push('is a fault of the server');
    if (answer.ms > answerMsMax) findings.push(`took ${Math.round(answer.ms)} ms`);
    if (inside.test(answer.text)) findings.push('shows the inside of the program');
    const isOwn = method === operation.method;
    const isDeclared = operation.answers.has(answer.status);
    if (isOwn && !isDeclared) findings.push('has a status that is not in the document');
    if (isOwn && isDeclared) findings.push(...bodyIs(operation, answer));
    if (answer.status >= 400 && method !== 'HEAD')
      findings.push(...problemFindings(request, answer));
    const slug = answer.status === 400 ? slugOf(answer) : '';
    if (isLawful && ofShape.has(slug)) findings.push(`is refused for its shape (${slug})`);
    return findings;
  };
};

const slugOf = ({ text }: Answer): string =>
  /^\{"type":"\/problems\/([^"]+)"/.exec(text)?.[1] ?? '';

const bodyChecks = ({ schemas }: Document) => {
  const ajv = new Ajv2020({ strict: false, discriminator: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'berth', components: { schemas } });
  const compiled = new Map<Schema, ValidateFunction>();
  const checkOf = (schema: Schema): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"berth#/components');
    const check = compiled.get(schema) ?? ajv.compile(JSON.parse(text));
    compiled.set(schema, check);
    return check;
  };
  return (operation: Operation, { status, headers, text }: Answer): readonly string[] => {
    const contents = operation.answers.get(status) ?? {};
    const types = Object.keys(contents);
    const type = headers['content-type']?.split(';')[0] ?? '';
    if (types.length === 0) return text === '' ? [] : ['has a body that is not in the document'];
    const schema = contents[type]?.schema;
    if (schema === undefined) return [`is ${type}, not ${types.join(' or ')}`];
    const check = checkOf(schema);
    const value: unknown = type.endsWith('json') ? JSON.parse(text) : text;
    return check(value) ? [] : [`does not fit its schema: ${ajv.errorsText(check.errors)}`];
  };
};

const problemFindings = (
  request: Request,
  { status, headers, text }: Answer,
): readonly string[] => {
  if (headers['content-type']?.split(';')[0] !== 'application/problem+json') {
    return [`is ${headers['content-type']}, not a problem`];
  }
  const { status: said, errors = [] }: ProblemSaid = JSON.parse(text);
  const findings = said === status ? [] : [`says status ${said}`];
  for (const error of errors) {
    if (!isThere(request, error))
      findings.push(`points to ${error.in ?? 'body'} ${error.pointer}, which ${error.problem}`);
  }
  return findings;
};

/** What is missing is pointed to where it belongs. */
const isThere = (
  request: Request,
  { pointer, in: place = 'body', problem }: ProblemError,
): boolean => {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  switch (place) {
    case 'body':
      return isInBody(
        request.body,
        keys,
        /missing|must have|is not said|has no node pool/.test(problem),
      );
    case 'query':
      return (
        keys.length === 0 || queryOf(request.url).has(keys[0] ?? '') || problem === 'is missing'
      );
    case 'path':
      return keys.length === 0 || request.operation.path.includes(`{${keys[0]}}`);
    case 'header':
      return keys[0] === 'host' || (keys[0] ?? '') in request.headers;
  }
};

const queryOf = (url: string): ReadonlySet<string> =>
  new Set(new URL(url, 'http://localhost').searchParams.keys());

const isInBody = (
  body: string | undefined,
  keys: readonly string[],
  isMissing: boolean,
): boolean => {
  // A place is shortened like everything that is told back.
  if (keys.some((key) => key.endsWith('…'))) return true;
  if (body === undefined || body === '') return keys.length === 0;
  let value = parsed(body);
  if (value === undefined) return true;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return false;
    if (!Object.hasOwn(value, key)) return isMissing;
    value = Reflect.get(value, key);
  }
  return true;
};

/** What no program reads as JSON has places that only its reader knows. */
const parsed = (body: string | undefined): unknown => {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
};
