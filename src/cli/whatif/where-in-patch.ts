import { isNode, LineCounter, parseDocument } from 'yaml';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { readTextFile } from '../../main/config/read-file.ts';
import { bytesMax } from './patch-file.ts';

/** A field of a patch in words, with its line and column where the file has it: `patch.yaml:3:12, field nodes.fail[0].at`. */
export const whereInPatch = async (file: string, field: string): Promise<string> => {
  const said = `${file}, field ${field}`;
  const read = await readTextFile({ path: file, what: 'a patch', bytesMax });
  if (isLeft(read)) return said;
  const lines = new LineCounter();
  const document = parseDocument(read.right.text, { lineCounter: lines });
  const node = document.getIn(stepsOf(field), true);
  const start = isNode(node) ? node.range?.[0] : undefined;
  if (start === undefined) return said;
  const { line, col } = lines.linePos(start);
  return `${file}:${line}:${col}, field ${field}`;
};

/** `nodes.fail[0].at` is what stands at `nodes`, `fail`, 0, `at`. */
const stepsOf = (field: string): readonly (string | number)[] =>
  [...field.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) =>
    index === undefined ? step : Number(index),
  );
