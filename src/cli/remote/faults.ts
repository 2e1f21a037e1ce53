/** What a server found wrong with one field of what was sent. */
export interface Finding {
  /** JSON pointer into the body; empty for the whole of it. */
  readonly pointer: string;
  /** As JSON; `undefined` where there is nothing to show. */
  readonly value: string | undefined;
  readonly problem: string;
  readonly remedy: string | undefined;
}

/** Why a server gave no answer, or another one than was asked for. */
export type RemoteFault =
  /** Nobody answers at that address. */
  | {
      readonly _tag: 'ServerUnreachable';
      readonly address: string;
      readonly cause: string;
      /** Whether the machine answered that nobody listens there. */
      readonly isNobodyThere: boolean;
    }
  /** @unit ms */
  | { readonly _tag: 'ServerTooSlow'; readonly address: string; readonly afterMs: number }
  /** The server answered with a problem (RFC 9457), or with a status that is none of success. */
  | {
      readonly _tag: 'ServerRefused';
      readonly address: string;
      readonly status: number;
      /** The last part of the problem's type, such as `revision-not-reached`; `undefined` where it names none. */
      readonly slug: string | undefined;
      readonly title: string;
      readonly detail: string | undefined;
      readonly findings: readonly Finding[];
    }
  /** Something answered that does not speak as Berth does. */
  | { readonly _tag: 'AnswerUnreadable'; readonly address: string; readonly problem: string }
  /** The choice of a server cannot be understood: a flag, a variable, the file of contexts, a file with a token. */
  | {
      readonly _tag: 'DestinationRefused';
      readonly problem: string;
      readonly where: string;
      readonly remedy: string;
    };
