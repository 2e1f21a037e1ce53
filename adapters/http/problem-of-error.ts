import { Problem, type ProblemSaid } from './problem-document.ts';
import { type JudgedPart, problemOfSchema } from './problem-of-schema.ts';

/** What an error that was thrown means to its caller: no more than it may know. */
export const problemOfError = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (typeof error !== 'object' || error === null) return new Problem(internal);
  if ('validation' in error && Array.isArray(error.validation) && 'validationContext' in error) {
    return problemOfSchema(error.validation, partOf(error.validationContext));
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = saidByCode.get(code);
  if (said !== undefined) return new Problem(said);
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500
    ? new Problem({ ...malformed, status })
    : new Problem(internal);
};

const partOf = (context: unknown): JudgedPart =>
  context === 'querystring' || context === 'params' || context === 'headers' ? context : 'body';

const internal: ProblemSaid = {
  slug: 'internal',
  status: 500,
  title: 'A fault of the server',
  detail: 'Its log has more under the id of this request.',
};

const malformed: ProblemSaid = {
  slug: 'malformed-request',
  status: 400,
  title: 'A request that is none',
  detail: 'The request is not well-formed HTTP.',
};

const tooLarge: ProblemSaid = {
  slug: 'too-large',
  status: 413,
  title: 'A body that is too large',
  detail: 'Send less at once.',
};

/** What the server's own errors say, by their codes. */
const saidByCode: ReadonlyMap<string, ProblemSaid> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', tooLarge],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    {
      slug: 'unsupported-media-type',
      status: 415,
      title: 'Not JSON',
      detail: 'Bodies are sent as application/json.',
    },
  ],
  [
    'FST_ERR_BAD_URL',
    {
      slug: 'malformed-url',
      status: 400,
      title: 'An address that is none',
      detail: 'The path holds a percent sign that begins no character.',
    },
  ],
  [
    'FST_ERR_MAX_PARAM_LENGTH',
    {
      slug: 'url-too-long',
      status: 414,
      title: 'An address that is too long',
      detail: 'A part of the path is longer than any id.',
    },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    {
      ...malformed,
      status: 431,
      slug: 'headers-too-large',
      title: 'Headers that are too large',
      detail: 'Send fewer or shorter headers.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      ...malformed,
      status: 408,
      slug: 'too-slow',
      title: 'A request that came too slowly',
      detail: 'It was not whole in time.',
    },
  ],
]);

/** What a connection is told on which no request could be made out. */
export const problemOfConnection = (error: unknown): Problem => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return new Problem(saidByCode.get(String(code)) ?? malformed);
};
