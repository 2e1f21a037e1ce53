import type { Request } from './requests.ts';
import type { Answer } from './send.ts';

interface Page {
  readonly next?: number;
  readonly items: readonly { readonly correlationId: string }[];
}

const traceShape = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The correlation id of everything that a request leads to: its trace, else its own id. */
export const correlationOf = ({ headers }: Request, answer: Answer): string => {
  const trace = headers['traceparent'] ?? '';
  return traceShape.test(trace) ? trace.slice(3, 35) : String(answer.headers['x-request-id']);
};

/** The correlation ids of all facts of a ledger. */
export const correlationsIn = async (url: string): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for (let after: number | undefined = 0; after !== undefined;) {
    const answer = await fetch(`${url}/berth/v1/ledger/events?limit=1000&after=${after}`);
    const { next, items }: Page = JSON.parse(await answer.text());
    for (const { correlationId } of items) found.add(correlationId);
    after = next;
  }
  return found;
};
