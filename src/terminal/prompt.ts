import { isCancel, password, select, text } from '@clack/prompts';

import { Interrupted } from './interrupt.ts';

/** Questions go to stderr: stdout carries data alone. */
const common = { output: process.stderr, input: process.stdin } as const;

/** Ctrl-C at a prompt ends the run as anywhere else. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new Interrupted('SIGINT');
  return answer as Exclude<T, symbol>;
}

function required(what: string): (value: string | undefined) => string | undefined {
  return (value) => (value?.trim() ? undefined : `${what} is needed.`);
}

/** Asks for a line of text. */
export async function askText(message: string, what: string): Promise<string> {
  return answered(await text({ ...common, message, validate: required(what) })).trim();
}

/** Asks for a secret; what is typed is not shown, nor how much. */
export async function askSecret(message: string, what: string): Promise<string> {
  return answered(await password({ ...common, message, mask: '', validate: required(what) }));
}

/** Lets the person choose one of several. */
export async function askChoice<T>(
  message: string,
  choices: readonly { label: string; hint: string; value: T }[],
): Promise<T> {
  const options = choices.map((choice) => ({
    label: choice.label,
    hint: choice.hint,
    value: choice,
  }));
  return answered(await select<{ value: T }>({ ...common, message, options })).value;
}
