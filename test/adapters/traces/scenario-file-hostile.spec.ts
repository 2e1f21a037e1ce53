import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { folderOf, inputFaultOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const faultIn = (content: string | Uint8Array) =>
  inputFaultOf(readScenarioFile(folder.write('bad.json', content)));

const deep = 100_000;

describe('hostile scenario files', () => {
  it.each([
    ['nothing', '', undefined, /empty/],
    ['no JSON', 'name: small', 1, /"name: small" stands where a value should/],
    ['a list', '[1]', 1, /a list stands where a scenario should/],
    ['null', 'null', 1, /null stands where a scenario should/],
    ['lists a hundred thousand deep', '['.repeat(deep) + ']'.repeat(deep), 1, /inside one another/],
    ['objects a hundred thousand deep', '{"a":'.repeat(deep), 1, /inside one another/],
    ['__proto__', '{"name":"a",\n"__proto__":{"gpus":8}}', 2, /"__proto__" is not taken/],
    ['a key twice', '{"name":"a",\n\n"name":"b"}', 3, /already/],
    ['a lone surrogate', '{"name":"\\ud800"}', 1, /half a surrogate/],
    ['NaN', '{"name":\nNaN}', 2, /a value should/],
    ['1e400', '{"start":1e400}', 1, /beyond what a number can hold/],
    ['2^53 + 1', '{"start":9007199254740993}', 1, /beyond what a number can hold/],
    ['-0', '{"start":-0}', 1, /negative zero/],
    ['text after the end', '{}\n{}', 2, /nothing more/],
    ['an end too early', '{"name":"a"', 1, /the end of the text/],
    ['a NUL', '{"name":"a\0"}', 1, /NUL/],
    ['a byte order mark', '\ufeff{}', 1, /byte order mark/],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 1, /UTF-8/],
    ['10 MB of spaces', ' '.repeat(1e7), undefined, /at most 8388608 are read/],
    ['8 MB of one key', `{"${'k'.repeat(8e6)}":1}`, 1, /a scenario has no/],
    ['1 MB of numbers', `{"workloads":[${'1,'.repeat(5e5)}1]}`, 1, /needs "name"/],
    ['half a million keys', `[${'{"a":1},'.repeat(5e5)}{"a":1}]`, 1, /more than 500000 keys/],
  ])('%s: a fault with its line and a remedy', async (...[, content, line, problem]) => {
    const fault = await faultIn(content);
    expect(fault).toMatchObject({ _tag: 'InputRefused', retry: 'never', line });
    expect(fault.problem).toMatch(problem);
    expect(fault.remedy).not.toBe('');
    expect(JSON.stringify(fault).length).toBeLessThan(1000);
  });

  it.each([
    ['a missing file', () => `${folder.path}/absent.json`, /no such file/],
    ['a directory', () => folder.path, /directory/],
    ['a device', () => '/dev/zero', /no plain file/],
  ])('%s is refused', async (_, file, problem) => {
    const fault = await inputFaultOf(readScenarioFile(file()));
    expect(fault.problem).toMatch(problem);
    expect(fault.remedy).not.toContain('CSV');
  });
});
