import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import { insecureOption, profileOption, verboseOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { LoginFlags } from './login/log-in.ts';

/** `rte login`: connect an account, and keep it as a profile. */
export function loginCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('login', (command) => declare(command, context)).description(
    'connect your account, and keep it on this machine',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .option('-u, --username <e-mail>', 'who you are (RTE_USERNAME); asked for when missing')
    .option('--api-url <url>', 'the REST API, when discovery is not to be asked (RTE_API_URL)')
    .option(
      '--discovery-url <url>',
      "another discovery service than Enreach's own (RTE_DISCOVERY_URL)",
    )
    .addOption(
      new Option('--password-stdin', 'read the password from stdin').conflicts('secretKeyStdin'),
    )
    .option('--secret-key-stdin', 'read a secret key from stdin, instead of using a password')
    .addOption(profileOption())
    .addOption(insecureOption())
    .addOption(verboseOption())
    .addHelpText('after', help)
    .action(async (flags: LoginFlags) => {
      const { logIn } = await import('./login/log-in.ts');
      await logIn(flags, context);
    });
}

const help = `
The password is exchanged for a secret key, and the key alone is kept. In scripts, RTE_SECRET_KEY
in the environment is used when it is set, and nothing is asked. Secrets are never arguments:
others could read them in the list of processes.

Examples:
  rte login                                       asks for what it needs
  rte login -u me@example.com --profile test      a second account beside the first
  rte login -u me@example.com --secret-key-stdin < key.txt
`;
