import type { HttpServer } from '../../../../adapters/http/index.ts';

/** An answer, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
}

/** Some JSON, looked into without saying first what it is. */
export interface Body {
  readonly [member: string]: Body;
}

/** A text of an answer, whatever it may be. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** How a request is sent: method and path in one text, and what comes with it. */
export interface Sent {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests to a server: `send('GET /api/v1/nodes')`. */
export const sending =
  (server: HttpServer) =>
  async (line: string, { body, headers = {} }: Sent = {}): Promise<Answer> => {
    const [method = 'GET', url = '/'] = line.split(' ');
    const answer = await server.inject({
      method: method === 'POST' ? 'POST' : methodOf(method),
      url,
      headers: { host: '127.0.0.1', ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = textOf(answer.headers['content-type']).includes('json');
    const read: Body = isJson ? JSON.parse(answer.body) : { text: answer.body };
    return { status: answer.statusCode, headers: answer.headers, body: read };
  };

const methodOf = (method: string) => {
  switch (method) {
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return method;
    default:
      return 'GET';
  }
};
