import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { useSimulator } from '../support/enreach.ts';
import { configFolder, rte } from '../support/rte.ts';

const enreach = useSimulator({ speed: 200 });

test('passwords, keys and tokens appear in no output, not even with -v', async () => {
  const { username, password, secretKey, apiUrl, hubUrl } = enreach();
  const folder = configFolder();
  const env = { RTE_CONFIG_DIR: folder };
  const outputs = [
    await rte(['login', '-v', '-u', username, '--password-stdin', '--api-url', apiUrl], {
      env,
      input: password,
    }),
    await rte(['login', '-v', '-u', username, '--password-stdin', '--api-url', apiUrl], {
      env: { RTE_CONFIG_DIR: configFolder() },
      input: `${password}-wrong`,
    }),
    await rte(['status', '-v', '--check'], { env }),
    await rte(['status', '-o', 'json'], { env }),
    await rte(['tail', '-v', '--meta', '-c', '2'], { env }),
    await rte(['list-events', '-v'], { env }),
    await rte(['tail', '-v', '--hub-url', hubUrl, '--user', 'me'], {
      env: { RTE_TOKEN: 'secret.token.here' },
    }),
    await rte(
      ['tail', '-v', '--hub-url', hubUrl, '--queue', '11111111-2222-4333-8444-555555555555'],
      {
        env: { RTE_TOKEN: 'secret.token.here' },
      },
    ),
  ];
  const kept = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const { accessToken } = kept.profiles.default.ticket;
  const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
  for (const secret of [password, secretKey, accessToken, basic, 'secret.token.here']) {
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(secret);
  }
});
