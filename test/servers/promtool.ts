import { execFile } from 'node:child_process';

/** What Prometheus' own judge says of something. */
export interface Judged {
  /** 0 where nothing is wrong; 'ENOENT' where there is no judge: it is in the Debian package prometheus. */
  readonly code: number | string;
  readonly said: string;
}

const tool = 'promtool';

/** Asks promtool; `input` goes to its standard input. */
export const askPromtool = (args: readonly string[], input = ''): Promise<Judged> =>
  new Promise((resolve) => {
    const child = execFile(tool, args, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    );
    child.stdin?.on('error', () => undefined).end(input);
  });
