import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { configFolder } from './rte.ts';

/** The environment that makes the program trust these certificates besides the usual ones. */
export function trusting(...certificates: readonly (string | undefined)[]): Record<string, string> {
  const file = join(configFolder(), 'certificates.pem');
  writeFileSync(file, certificates.join('\n'));
  return { NODE_EXTRA_CA_CERTS: file };
}
