import { fc, it as law } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fill, isTemplate, parseTemplate } from '../../../../src/cli/print/json-path.ts';

const pods = {
  items: [
    { id: 'a', labels: { 'b.c': 'dotted' }, gpus: [1, 2], on: true, none: null },
    { id: 'b', labels: { x: 'y' }, gpus: [], on: false },
  ],
  kind: 'List',
};

const filled = (template: string, value: unknown = pods): string => {
  const path = parseTemplate(template);
  if (!('parts' in path)) throw new Error(`${path.column}: ${path.problem}`);
  return fill(path, value);
};

describe('a jsonpath template', () => {
  it.each([
    ['{.kind}', 'List'],
    ['.kind', 'List'],
    ['$.kind', 'List'],
    ['{$.items[0].id}', 'a'],
    ['{.items[-1].id}', 'b'],
    ['{.items[*].id}', 'a b'],
    ['{.items[0:1].id}', 'a'],
    ['{.items[1:].id}', 'b'],
    ['{.items[:].id}', 'a b'],
    ['{.items.*.id}', 'a b'],
    ["{.items[0].labels['b.c']}", 'dotted'],
    ['{.items[0].labels["b.c"]}', 'dotted'],
    ['{..id}', 'a b'],
    ['{..gpus[0]}', '1'],
    ['{.items[0].gpus}', '[1,2]'],
    ['{.items[*].on}', 'true false'],
    ['{.items[0].none}|{.nothing.at.all}|', '||'],
    ['gpus: {.items[0].gpus[*]}!', 'gpus: 1 2!'],
    ['{range .items[*]}{.id}{"\\t"}{.on}{"\\n"}{end}', 'a\ttrue\nb\tfalse\n'],
    ['{range .items[*]}{range .gpus[*]}{@}{"."}{end}/{end}', '1.2.//'],
    ["{'it'}{\"'s\"}", "it's"],
    ['{"a\\"b"}', 'a"b'],
    ['{.items[?(@.id=="a")].id}', 'a'],
    ['{.items[?(@.id!="a")].id}', 'b'],
    ["{.items[?( @.id >= 'b' )].id}", 'b'],
    ['{.items[?(@.gpus[0]<2)].id}', 'a'],
    ['{.items[?(@.gpus[0]>1)].id}', ''],
    ['{.items[?(@.on==true)].id}', 'a'],
    ['{.items[?(@.nothing<=1)].id}', ''],
    ['{.items[?(@.on)].id}', 'a'],
    ['{range .items[?(@.on==false)]}{.id}{end}', 'b'],
    ['{.}', JSON.stringify(pods)],
    ['', ''],
  ])('%s gives %j', (template, text) => {
    expect(filled(template)).toBe(text);
  });

  it('of a list is filled from the list itself, which is its own items too', () => {
    for (const template of ['{[*].id}', '{.items[*].id}', '{range .items[*]}{.id} {end}']) {
      const path = parseTemplate(template);
      if (!('parts' in path)) throw new Error(path.problem);
      expect(fill(path, pods.items).trim()).toBe('a b');
    }
  });

  it.each([
    ['{.items[?(.id=="a")]}', 11, '[?(@.'],
    ['{.items[?(@.id==a)]}', 17, '[?(@.'],
    ['{.items[?(@.id=="a"]}', 20, '[?(@.'],
    ['{.items[?(@.id~"a")]}', 15, '[?(@.'],
    ['{.items', 1, '}'],
    ['.items[', 8, '.field'],
    ["{'it''s'}", 6, '.field'],
    ['{.items[x]}', 9, '.field'],
    ['{..}', 4, '.field'],
    ['{"open}', 2, '"'],
    ['{range .items[*]}{.id}', 1, '{end}'],
    ['{end}', 1, 'away'],
    ['{.a b}', 5, '.field'],
    ['x'.repeat(5_000), 1, 'a program'],
  ])('%s is refused at column %i: %s', (template, column, remedy) => {
    const problem = parseTemplate(template);
    if ('parts' in problem) throw new Error('it was read');
    expect(problem.column).toBe(column);
    expect(problem.remedy).toContain(remedy);
  });

  law.prop([fc.string({ unit: 'grapheme', maxLength: 60 }), fc.jsonValue()])(
    '∀ text, value: a template is filled or refused, and never throws',
    (template, value) => {
      const path = parseTemplate(template);
      expect('parts' in path ? typeof fill(path, value) : path.column).not.toBe('');
    },
  );

  law.prop([
    fc.array(fc.constantFrom('{', '}', '.', '[', ']', '*', 'a', '0', '"', 'range ', 'end')),
  ])('∀ pieces of templates: one is filled or refused within its length', (pieces) => {
    const template = pieces.join('');
    const path = parseTemplate(template);
    if ('parts' in path) expect(typeof fill(path, { a: [{ a: 1 }] })).toBe('string');
    else expect(path.column).toBeLessThanOrEqual(template.length + 2);
  });

  it('is told from other formats by its beginning', () => {
    expect(['jsonpath={.a}', 'json', 'jsonpath'].map(isTemplate)).toEqual([true, false, false]);
  });
});
