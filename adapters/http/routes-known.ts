import { closestTo } from '../../domain/foundation/closest.ts';
import { shortened } from '../../domain/foundation/field.ts';
import type { App } from './app.ts';
import { Problem } from './problem-document.ts';

/** The routes of a server, for who asks for one that is none. */
export interface RoutesKnown {
  /** What a request that no route takes is told. */
  readonly problemOf: (method: string, url: string) => Problem;
}

interface Pattern {
  readonly url: string;
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/** Longest path that is compared with those of the routes. */
const comparedMax = 200;

/**
 * Collects the routes that are registered from now on.
 *
 * A path that stands for itself is not taken for the id of something, whatever the method: `trainings` is no workload.
 */
export const collectRoutes = (app: App): RoutesKnown => {
  const patterns = new Map<string, Pattern>();
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = patterns.get(url) ?? { url, segments: url.split('/'), methods: new Set() };
    for (const one of Array.isArray(method) ? method : [method]) pattern.methods.add(String(one));
    patterns.set(url, pattern);
  });
  app.addHook('preValidation', async ({ method, url, routeOptions }) => {
    const path = url.split('?')[0] ?? '';
    const own = routeOptions.url === path ? undefined : patterns.get(path);
    if (own !== undefined) throw wrongMethod(method, path, [...own.methods].toSorted());
  });
  return { problemOf: (method, url) => problemOf([...patterns.values()], method, url) };
};

const problemOf = (patterns: readonly Pattern[], method: string, url: string): Problem => {
  const path = (url.split('?')[0] ?? '').slice(0, comparedMax);
  const segments = path.split('/');
  const methods = patterns.flatMap((one) => (fits(one, segments) ? [...one.methods] : []));
  if (methods.length > 0) return wrongMethod(method, path, [...new Set(methods)].toSorted());
  return noRoute(path, nearestTo(path, patterns));
};

const nearestTo = (path: string, patterns: readonly Pattern[]): readonly string[] => {
  const segments = path.split('/');
  const offered = patterns.filter((one) => !takesWord(one, patterns, segments));
  return closestTo(
    path,
    offered.map((one) => filled(one, segments)),
  );
};

const noRoute = (path: string, near: readonly string[]): Problem =>
  new Problem({
    slug: 'no-such-route',
    status: 404,
    title: 'No such route',
    detail: `${shortened(path)} is no path of this server.`,
    errors: [
      {
        pointer: '',
        in: 'path',
        value: shortened(path),
        problem: 'is no path of this server',
        remedy: near.length === 0 ? 'see /openapi.json' : `did you mean ${near.join(' or ')}?`,
      },
    ],
  });

const wrongMethod = (method: string, path: string, methods: readonly string[]): Problem =>
  new Problem({
    slug: 'wrong-method',
    status: 405,
    title: 'Not with this method',
    detail: `${shortened(path)} takes ${methods.join(', ')}, not ${shortened(method)}.`,
    headers: { allow: methods.join(', ') },
  });

const isOpen = (segment: string): boolean => segment.startsWith(':');

const fits = ({ segments }: Pattern, path: readonly string[]): boolean =>
  segments.length === path.length &&
  segments.every((segment, at) => (isOpen(segment) ? path[at] !== '' : segment === path[at]));

/** Whether a pattern would take for an id what is a word of other patterns at that place. */
const takesWord = (
  { segments }: Pattern,
  patterns: readonly Pattern[],
  path: readonly string[],
): boolean =>
  segments.some(
    (segment, at) =>
      isOpen(segment) &&
      patterns.some(
        (other) =>
          other.segments[at] === path[at] &&
          other.segments.slice(0, at).every((word, before) => word === segments[before]),
      ),
  );

/** The pattern with what was typed in the places that are open. */
const filled = ({ segments }: Pattern, path: readonly string[]): string =>
  segments
    .map((segment, at) => (isOpen(segment) ? (path[at] ?? `{${segment.slice(1)}}`) : segment))
    .join('/');
