/** One value of a request that cannot stand. */
export interface ProblemError {
  /** JSON pointer (RFC 6901) into what `in` names; empty for all of it. */
  readonly pointer: string;
  readonly in?: 'body' | 'query' | 'path' | 'header' | undefined;
  /** What stands there, shortened where it is long. */
  readonly value?: unknown;
  readonly problem: string;
  readonly remedy: string;
}

/** What a problem says. */
export interface ProblemSaid {
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly ProblemError[] | undefined;
  /** The rule's own name and numbers, for programs. */
  readonly code?: string | undefined;
  readonly context?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The content type of every answer that is not what was asked for. */
export const problemType = 'application/problem+json';

/** A request that is not answered as it was meant: thrown in a route, sent as a document of RFC 9457. */
export class Problem extends Error {
  readonly said: ProblemSaid;

  constructor(said: ProblemSaid) {
    super(`${said.title}: ${said.detail}`);
    this.name = 'Problem';
    this.said = said;
  }

  /** The document; `instance` names the one request that it is about. */
  document(instance: string): object {
    const { slug, status, title, detail, code, context, errors } = this.said;
    return {
      type: `/problems/${slug}`,
      title,
      status,
      detail,
      instance,
      ...(code === undefined ? {} : { code }),
      ...(context === undefined ? {} : { context }),
      ...(errors === undefined || errors.length === 0 ? {} : { errors }),
    };
  }

  /** The same problem where the body says things in other places than the ask that was made of it. */
  repointed(pointerOf: (pointer: string) => string): Problem {
    return this.placed((one) =>
      (one.in ?? 'body') === 'body' ? { ...one, pointer: pointerOf(one.pointer) } : one,
    );
  }

  /** The same problem with what is wrong in other places. */
  placed(placeOf: (error: ProblemError) => ProblemError): Problem {
    return new Problem({ ...this.said, errors: this.said.errors?.map(placeOf) });
  }
}

const shownMax = 80;

/** A value short enough to be told back. */
export const shown = (value: unknown): unknown => {
  if (typeof value === 'string') {
    return value.length <= shownMax ? value : `${value.slice(0, shownMax - 3)}...`;
  }
  if (typeof value !== 'object' || value === null) return value;
  return shown(JSON.stringify(value));
};
