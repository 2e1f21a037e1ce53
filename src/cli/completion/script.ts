import { refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Terminal, write } from '../terminal.ts';
import { bashScript } from './bash-script.ts';
import { saidBy } from './said.ts';

const shells = ['bash', 'zsh', 'fish'];

/** `berth completion SHELL`: prints the script that a shell reads. */
export const completionScript = async (terminal: Terminal, shell: string): Promise<number> => {
  if (!shells.includes(shell)) {
    const remedy = `use ${shells.join(', ')}`;
    const text = `error: no completion for '${shell}'\n  at: SHELL\n  remedy: ${remedy}\n`;
    return refuse(terminal, text);
  }
  if (shell === 'bash') await write(terminal.stdout, bashScript);
  else {
    const { script } = await import('@bomb.sh/tab');
    await write(
      terminal.stdout,
      saidBy(() => script(shell, 'berth', 'berth')),
    );
  }
  return exitCodes.ok;
};
