import { invariant } from '../../../domain/foundation/invariant.ts';
import { refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, write } from '../terminal.ts';
import { saidBy } from './said.ts';

const shells = ['bash', 'zsh', 'fish'];

/** `berth completion SHELL`: prints the script that a shell reads. */
export const completionScript = async (terminal: Terminal, shell: string): Promise<number> => {
  if (!shells.includes(shell)) {
    const remedy = `use ${shells.join(', ')}`;
    return refuse(
      terminal,
      `error: no completion for '${shell}'\n  at: SHELL\n  remedy: ${remedy}\n`,
    );
  }
  const { script } = await import('@bomb.sh/tab');
  const text = saidBy(() => script(shell, 'berth', 'berth'));
  await write(terminal.stdout, shell === 'bash' ? mendedBash(text) : text);
  return exitCodes.ok;
};

/**
 * What of the bash script is put right:
 *
 * it hands on the words of the user as they are, where the original would run what stands in `$(…)` while somebody
 * types; it needs no other package; it can be read twice; and files are completed where a file is wanted.
 */
const mends: readonly (readonly [RegExp, string])[] = [
  [/^readonly ShellComp/gm, 'ShellComp'],
  [
    /_get_comp_words_by_ref -n "=:" cur prev words cword/,
    `if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n "=:" cur prev words cword
    else
        words=("\${COMP_WORDS[@]}")
        cword=$COMP_CWORD
        cur=\${words[cword]}
    fi`,
  ],
  [
    /requestComp="berth complete -- \$\{words\[@\]:1\}"/,
    `printf -v requestComp '%q ' berth complete -- "\${words[@]:1:cword}"`,
  ],
  [
    /\n *# Add an empty parameter[^\n]*\n *if \[\[ -z "\$cur" \]\]; then\n *requestComp="\$requestComp ''"\n *fi\n/,
    '\n',
  ],
  [/complete -F __berth_complete berth/, 'complete -o default -F __berth_complete berth'],
];

const mendedBash = (text: string): string =>
  mends.reduce((mended, [form, better]) => {
    const next = mended.replace(form, () => better);
    invariant(next !== mended, 'the bash script of @bomb.sh/tab is as it was when it was mended');
    return next;
  }, text);
