import type { Finding, RemoteFault } from './faults.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';

/** Says a fault of a server in words. */
export const failureOfRemote = (fault: RemoteFault): Failure => {
  switch (fault._tag) {
    case 'ServerUnreachable':
      return {
        what: fault.isNobodyThere ? 'nobody listens there' : `no answer: ${fault.cause}`,
        where: fault.address,
        remedy: 'is `berth up` running? name another server with --server or --context',
        exitCode: exitCodes.unreachable,
      };
    case 'ServerTooSlow':
      return {
        what: `no answer within ${fault.afterMs / 1000} s`,
        where: fault.address,
        remedy: 'try again, or wait longer with --timeout',
        exitCode: exitCodes.unreachable,
      };
    case 'ServerRefused':
      return refusalOf(fault);
    case 'AnswerUnreadable':
      return {
        what: `what answers there is no Berth, or another version of it: ${fault.problem}`,
        where: fault.address,
        remedy: 'name the server with --server, and use the same version here and there',
        exitCode: exitCodes.failure,
      };
    case 'DestinationRefused':
      return {
        what: fault.problem,
        where: fault.where,
        remedy: fault.remedy,
        exitCode: exitCodes.usage,
      };
  }
};

type Refused = Extract<RemoteFault, { readonly _tag: 'ServerRefused' }>;

const refusalOf = (fault: Refused): Failure => {
  const exitCode = exitCodeOf(fault.status);
  const said = fault.detail ?? fault.title;
  const [first, ...others] = fault.findings;
  if (first === undefined) {
    return { what: said, where: fault.address, remedy: remedyOf(fault.status), exitCode };
  }
  return {
    ...foundFailure(first, exitCode),
    what: first.problem === said ? said : `${fault.title}: ${first.problem}`,
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

const remedyOf = (status: number): string | undefined => {
  if (status === 401) return 'name a file with a token: --token-file, or berth context set';
  if (status === 403) return 'ask somebody who may do this, or use a token that may';
  if (status === 412) return 'read it again: somebody has changed it since';
  if (status === 429 || status === 503) return 'try again in a moment';
  return undefined;
};
