import type { Colours } from '../../render/colours.ts';
import type { Entity } from '../../sim/centre/contact-centre.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { join, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';

/** What a person is told who starts a simulated Enreach. */
export interface GreetingOptions {
  colours: Colours;
  /** The file with the certificate to trust; undefined without TLS. */
  certificateFile: string | undefined;
  /** Decides how a shell is given variables. */
  platform: NodeJS.Platform;
}

const mostListed = 5;

/** Addresses, credentials, entities, and commands to copy. */
export function greeting(simulator: Simulator, options: GreetingOptions): SafeText {
  const { colours, certificateFile } = options;
  const { apiUrl, hubUrl, faultsUrl, login, users, queues, callLists, seed } = simulator;
  const label = (text: string): SafeText => colours.dim(sanitize(text.padEnd(13)));
  const entry = (text: string, value: string): SafeText => safe`  ${label(text)}${sanitize(value)}`;
  const entities = (text: string, list: readonly Entity[]): SafeText[] => [
    ...list
      .slice(0, mostListed)
      .map(({ id, name }, at) => entry(at === 0 ? text : '', `${id}  ${name}`)),
    ...(list.length > mostListed ? [entry('', `… ${list.length - mostListed} more`)] : []),
  ];
  const running = colours.bold(safe`A simulated Enreach is running.`);
  const lines = [
    safe`${running}${colours.dim(safe` Seed ${seed}; Ctrl-C ends it.`)}`,
    safe``,
    entry('REST API', apiUrl),
    entry('hub', hubUrl),
    entry('user', login.username),
    entry('password', login.password),
    entry('secret key', login.secretKey),
    entry('faults', faultsUrl),
    ...(certificateFile === undefined ? [] : [entry('certificate', certificateFile)]),
    safe``,
    ...entities('users', users),
    ...entities('queues', queues),
    ...entities('call lists', callLists),
    safe``,
    ...(certificateFile === undefined ? [] : [...trust(certificateFile, apiUrl, colours), safe``]),
    safe`${colours.bold(safe`Try it`)} from another terminal:`,
    safe``,
    ...indented(commands(simulator, options)),
    safe``,
    safe`${colours.bold(safe`Or from JavaScript`)}, with npm install @microsoft/signalr:`,
    safe``,
    ...indented(javaScript(simulator)),
    safe``,
    safe``,
  ];
  return join(lines, safe`\n`);
}

function trust(certificateFile: string, apiUrl: string, colours: Colours): SafeText[] {
  return [
    safe`${colours.bold(safe`Trust the certificate`)}, which is made anew at each start:`,
    safe``,
    ...indented([
      `NODE_EXTRA_CA_CERTS=${certificateFile} for rte and other programs on Node`,
      `--cacert ${certificateFile} for curl`,
      `in a browser open ${apiUrl} once, and accept it`,
    ]),
  ];
}

function commands(
  { apiUrl, login: { username, secretKey } }: Simulator,
  { certificateFile, platform }: GreetingOptions,
): string[] {
  const env = {
    ...(certificateFile !== undefined && { NODE_EXTRA_CA_CERTS: certificateFile }),
    RTE_API_URL: apiUrl,
    RTE_USERNAME: username,
    RTE_SECRET_KEY: secretKey,
  };
  const set = Object.entries(env).map(([name, value]) =>
    platform === 'win32' ? `$env:${name}='${value}';` : `${name}=${value}`,
  );
  const cacert = certificateFile === undefined ? '' : `--cacert ${certificateFile} `;
  return [
    `${set.join(' ')} rte tail`,
    `curl ${cacert}-u ${username}:${secretKey} ${apiUrl}token/me/rte/`,
  ];
}

function javaScript({ apiUrl, login: { username, secretKey, userId } }: Simulator): string[] {
  const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
  return [
    `import { HubConnectionBuilder } from '@microsoft/signalr';`,
    ``,
    `const headers = { Authorization: 'Basic ${basic}' };`,
    `const ticket = async () => (await fetch('${apiUrl}token/me/rte/', { headers })).json();`,
    `const { WssEndpoint } = await ticket();`,
    `const hub = new HubConnectionBuilder()`,
    `  .withUrl(WssEndpoint.replace(/^ws/, 'http'), { accessTokenFactory: async () => (await ticket()).Token })`,
    `  .withAutomaticReconnect()`,
    `  .build();`,
    `hub.on('MessageReceived', (message) => console.log(message.data));`,
    `await hub.start();`,
    `await hub.invoke('Subscribe', [{ EntityId: '${userId}', EventName: 'UserStatus' }]);`,
  ];
}

function indented(lines: readonly string[]): SafeText[] {
  return lines.map((line) => sanitize(line === '' ? '' : `  ${line}`));
}
