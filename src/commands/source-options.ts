import { Option } from 'commander';

import { insecureOption, integer, profileOption, repeated } from './flags.ts';

/** The same flags on every command that talks to the hub. */
export function sourceOptions(): Option[] {
  return [
    profileOption(),
    new Option(
      '--hub-url <url>',
      'connect to this hub with the access token in RTE_TOKEN, without an account',
    ),
    insecureOption(),
    new Option('--sim', 'run against a simulated Enreach inside this process'),
    new Option('--seed <n>', 'with --sim: repeat the run of this number').argParser(integer(0)),
    new Option(
      '--fault <fault>',
      'with --sim: what is to go wrong there; repeatable (rte sim --list-faults)',
    ).argParser(repeated),
  ];
}
