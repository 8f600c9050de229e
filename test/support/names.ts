import { fileURLToPath } from 'node:url';

/** The environment in which names lead to these addresses, for a program that runs on Node. */
export function namesLeadingTo(
  hosts: Readonly<Record<string, string | readonly string[]>>,
): Record<string, string> {
  const script = fileURLToPath(new URL('name-server.cjs', import.meta.url));
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(script)}`,
    TEST_HOSTS: JSON.stringify(hosts),
  };
}
