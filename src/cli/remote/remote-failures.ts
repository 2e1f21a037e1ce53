import type { Finding, RemoteFault } from './faults.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';

const tags: ReadonlySet<string> = new Set<RemoteFault['_tag']>([
  'ServerUnreachable',
  'ServerTooSlow',
  'ServerRefused',
  'AnswerUnreadable',
  'DestinationRefused',
]);

/** Tells a fault of a server from one of a file. */
export const isRemote = <Other extends { readonly _tag: string }>(
  fault: Other | RemoteFault,
): fault is RemoteFault => tags.has(fault._tag);

/** Says a fault of a server in words. */
export const failureOfRemote = (fault: RemoteFault): Failure => {
  if (fault._tag === 'ServerRefused') return refusalOf(fault);
  if (fault._tag === 'DestinationRefused') {
    const { problem: what, where, remedy } = fault;
    return { what, where, remedy, exitCode: exitCodes.usage };
  }
  const [what, remedy] = silenceOf(fault);
  const exitCode = fault._tag === 'AnswerUnreadable' ? exitCodes.failure : exitCodes.unreachable;
  return { what, where: fault.address, remedy, exitCode };
};

/** Why there is no answer that can be used, and what to do. */
const silenceOf = (
  fault: Exclude<RemoteFault, { readonly _tag: 'ServerRefused' | 'DestinationRefused' }>,
): readonly [string, string] => {
  switch (fault._tag) {
    case 'ServerUnreachable':
      return [
        fault.isNobodyThere ? 'nobody listens there' : `no answer: ${fault.cause}`,
        'is `berth up` running? name another server with --server or --context',
      ];
    case 'ServerTooSlow':
      return [
        `no answer within ${fault.afterMs / 1000} s`,
        'try again, or wait longer with --timeout',
      ];
    case 'AnswerUnreadable':
      return [
        `what answers there is no Berth, or another version of it: ${fault.problem}`,
        'name the server with --server, and use the same version here and there',
      ];
  }
};

type Refused = Extract<RemoteFault, { readonly _tag: 'ServerRefused' }>;

const refusalOf = (fault: Refused): Failure => {
  const exitCode = isTooEarly(fault)
    ? exitCodes.unreachable
    : isNoMoment(fault)
      ? exitCodes.usage
      : exitCodeOf(fault.status);
  const said = fault.detail ?? fault.title;
  const [first, ...others] = fault.findings;
  if (first === undefined) {
    return { what: said, where: fault.address, remedy: remedyOf(fault), exitCode };
  }
  return {
    ...foundFailure(first, exitCode),
    what: [said, fault.title].includes(first.problem)
      ? first.problem
      : `${fault.title}: ${first.problem}`,
    more: others.map((finding) => foundFailure(finding, exitCode)),
  };
};

const foundFailure = ({ pointer, value, problem, remedy }: Finding, exitCode: number): Failure => ({
  what: problem,
  where: [pointer, value].filter((part) => part !== undefined && part !== '').join(', value '),
  remedy,
  exitCode,
});

/** The exit code for a status of HTTP; `docs/CLI.md` lists them. */
export const exitCodeOf = (status: number): number => {
  if (status === 401 || status === 403) return exitCodes.forbidden;
  if (status === 404 || status === 410) return exitCodes.notFound;
  if (status === 409 || status === 412) return exitCodes.conflict;
  if (status === 408 || status === 429 || status === 503 || status === 504) {
    return exitCodes.unreachable;
  }
  return status >= 400 && status < 500 ? exitCodes.usage : exitCodes.failure;
};

/** The server has not come as far as the read asked for: nothing is wrong, and in a moment it has. */
const isTooEarly = ({ status, slug }: Refused): boolean =>
  status === 412 && slug === 'revision-not-reached';

/** A moment that there is not is a word of the command line, as it is of a file. */
const isNoMoment = ({ slug }: Refused): boolean => slug === 'moment-not-found';

const remedyOf = (fault: Refused): string | undefined => {
  const { status } = fault;
  if (status === 401) return 'name a file with a token: --token-file, or berth context set';
  if (status === 403) return 'ask somebody who may do this, or use a token that may';
  if (isTooEarly(fault)) return 'try again in a moment';
  if (status === 412) return 'read it again: somebody has changed it since';
  if (status === 429 || status === 503) return 'try again in a moment';
  return undefined;
};
