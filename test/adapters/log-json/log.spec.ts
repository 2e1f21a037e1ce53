import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLog, textLog } from '../../../adapters/log-json/index.ts';
import type { Log, LogLevel } from '../../../adapters/ports/log.ts';

const kept = (
  make: typeof jsonLog,
  level: LogLevel = 'debug',
): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = [];
  return { log: make({ level, write: (line) => lines.push(line), nowMs: () => 0 }), lines };
};

const jsonOf = (fields: object, message = 'said'): Readonly<Record<string, unknown>> => {
  const { log, lines } = kept(jsonLog);
  log.info(fields, message);
  return JSON.parse(lines.join(''));
};

const trace = '0af7651916cd43dd8448eb211c80319c';
const span = 'b7ad6b7169203331';

describe('a log of JSON', () => {
  it('has time, level and message in every line, and what the caller adds', () => {
    expect(jsonOf({ revision: 7, correlationId: 'c-1' })).toEqual({
      level: 'info',
      time: '1970-01-01T00:00:00.000Z',
      msg: 'said',
      revision: 7,
      correlationId: 'c-1',
    });
  });

  it('takes trace and span of a valid traceparent, and nothing of another', () => {
    const known = jsonOf({ traceparent: `00-${trace}-${span}-01` });
    expect(known).toMatchObject({ traceId: trace, spanId: span });
    expect(known).not.toHaveProperty('traceparent');
    for (const bad of [
      '',
      'x',
      `ff-${trace}-${span}-01`,
      `00-${'0'.repeat(32)}-${span}-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `00-${trace.toUpperCase()}-${span}-01`,
      `00-${trace}-${span}-01-more`,
      7,
    ]) {
      expect(jsonOf({ traceparent: bad })).not.toHaveProperty('traceId');
    }
  });

  it('knows the id of a trace where that is what ties commands together', () => {
    expect(jsonOf({ correlationId: trace })).toMatchObject({
      correlationId: trace,
      traceId: trace,
    });
    expect(jsonOf({ correlationId: 'setup:1' })).not.toHaveProperty('traceId');
    expect(jsonOf({ correlationId: '0'.repeat(32) })).not.toHaveProperty('traceId');
  });

  it('blanks secrets by their names, however deep, and bearer tokens and passwords in texts', () => {
    const { log, lines } = kept(jsonLog);
    log.warn(
      {
        token: 's3cret-1',
        authToken: 's3cret-2',
        headers: { Authorization: 's3cret-3', cookie: 's3cret-4', 'x-api-key': 's3cret-5' },
        list: [{ password: 's3cret-6' }],
        url: 'nats://me:s3cret-7@host:4222/x',
        error: new Error('refused Bearer s3cret-8'),
      },
      'asked with Authorization: Bearer s3cret-9',
    );
    expect(lines.join('')).not.toContain('s3cret');
    expect(lines.join('')).toContain('host:4222');
  });

  it('lets no field pass for its own', () => {
    const line = jsonOf({ level: 'error', time: 'never', msg: 'forged' });
    expect(line).toMatchObject({ level: 'info', msg: 'said', level_: 'error', msg_: 'forged' });
  });

  it('writes what has no end, is no data, or is very large', () => {
    const circle: Record<string, unknown> = {
      big: 2n ** 70n,
      call: () => 1,
      text: 'x'.repeat(1e6),
    };
    circle['self'] = circle;
    const { log, lines } = kept(jsonLog);
    log.error(circle, 'm'.repeat(1e6));
    log.error(new Error('thrown'), 'caught');
    expect(lines.map((line) => line.length < 60_000)).toEqual([true, true]);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ error: { message: 'thrown' } });
  });

  it('keeps what is below its level to itself', () => {
    const { log, lines } = kept(jsonLog, 'warn');
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['c', 'd']);
  });
});

describe('a line of a log', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 40 });
  const evil = fc.constantFrom(
    '\n',
    '\r',
    '\u2028',
    '\u0085',
    '\u001b[2J',
    '\u202e',
    '"}\n{"level":',
  );
  const hostile = fc.array(fc.oneof(texts, evil), { maxLength: 6 }).map((parts) => parts.join(''));

  it.each([
    ['JSON', jsonLog],
    ['text', textLog],
  ])('∀ texts: of %s ends once, and moves no cursor', (_name, make) => {
    const property = fc.property(hostile, hostile, hostile, (message, key, value) => {
      const { log, lines } = kept(make);
      log.info({ [key]: value, deep: { [key]: value } }, message);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(lines[0]?.endsWith('\n')).toBe(true);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('∀ texts: of JSON gives the text back', () => {
    const property = fc.property(hostile, (text) => {
      fc.pre(!/:\/\/|bearer|basic/i.test(text));
      expect(jsonOf({ value: text })['value']).toBe(text.toWellFormed());
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('of text is time, level, message and fields', () => {
    const { log, lines } = kept(textLog);
    log.warn({ url: 'http://h:1', reason: 'two words' }, 'said');
    expect(lines).toEqual([
      '1970-01-01T00:00:00.000Z warn  said url=http://h:1 reason="two words"\n',
    ]);
  });
});
