import { parseStrict } from '../../domain/foundation/json.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import type { App } from './app.ts';
import type { HttpBounds } from './options.ts';
import { Problem } from './problem-document.ts';

/** Takes JSON bodies and nothing else, within bounds, and nothing in them that two programs could read differently. */
export const takeJson = (app: App, bounds: HttpBounds): void => {
  const limits = {
    depthMax: bounds.bodyDepthMax,
    keysMax: bounds.bodyKeysMax,
    bytesMax: bounds.bodyBytesMax,
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:json|merge-patch\+json)(?:;|$)/,
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      try {
        refuseCharset(request.headers['content-type'] ?? '');
        refuseEncoding(request.headers['content-encoding'] ?? 'identity');
        done(null, bytes.length === 0 ? undefined : parsed(textOf(bytes), limits));
      } catch (problem) {
        done(problem instanceof Error ? problem : new Error(String(problem)));
      }
    },
  );
};

const refuseCharset = (contentType: string): void => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return;
  throw new Problem({
    slug: 'unsupported-media-type',
    status: 415,
    title: 'Not in UTF-8',
    detail: 'JSON is sent in UTF-8.',
  });
};

/** What is small on the way may be large when it is unpacked: nothing is. */
const refuseEncoding = (encoding: string): void => {
  if (encoding.toLowerCase() === 'identity') return;
  throw new Problem({
    slug: 'unsupported-media-type',
    status: 415,
    title: 'A body that is packed',
    detail: 'Bodies are sent as they are, without a Content-Encoding.',
    headers: { 'accept-encoding': 'identity' },
  });
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOf = (bytes: string | Buffer): string => {
  if (typeof bytes === 'string') return bytes;
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem({
      slug: 'malformed-json',
      status: 400,
      title: 'A body that is no text',
      detail: 'The body is not well-formed UTF-8.',
    });
  }
};

const parsed = (text: string, limits: Parameters<typeof parseStrict>[1]): unknown => {
  const json = parseStrict(text, limits);
  if (!isLeft(json)) return json.right;
  const { line, column, pointer, problem, remedy, reason } = json.left;
  throw new Problem({
    slug: 'malformed-json',
    status: 400,
    title: 'A body that is not taken as JSON',
    detail: `Line ${line}, column ${column}: ${problem}.`,
    code: 'JsonRefused',
    context: { reason, line, column },
    errors: [{ pointer, in: 'body', problem, remedy }],
  });
};
