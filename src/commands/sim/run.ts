import { coloursOf } from '../../render/colours.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { unlessAborted } from '../../abort.ts';
import { usageError } from '../../errors.ts';
import type { Entity } from '../../sim/centre/contact-centre.ts';
import { startSimulator, type Simulator, type SimulatorNotice } from '../../sim/simulator.ts';
import { jsonText, safe, type SafeText } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import { greeting } from './greeting.ts';
import { noticeText } from './notice-text.ts';

/** The flags of `rte sim`. */
export interface SimFlags {
  port: number;
  tls?: boolean;
  seed?: number;
  agents?: number;
  queues?: number;
  callLists?: number;
  speed?: number;
  rate?: number;
  fault?: string[];
  allowHost?: string[];
  listFaults?: boolean;
  output: 'text' | 'json';
  quiet?: boolean;
}

/**
 * Runs a simulated Enreach until it is told to stop.
 *
 * @throws RteError usage; failure, when the port can't be had; the reason of the context's signal.
 */
export async function runSim(flags: SimFlags, context: CommandContext): Promise<void> {
  const { fault: faults, allowHost, output, quiet, listFaults: _, ...sizes } = flags;
  if (flags.rate !== undefined && flags.speed !== undefined)
    throw usageError('--rate and --speed exclude each other.', 'Leave one of them out.');
  const { stdout, stderr } = context.terminal;
  const noticeColours = await coloursOf(stderr.colorLevel);
  let nameOf: ((id: string) => string) | undefined;
  const simulator = await startSimulator({
    ...sizes,
    ...(faults && { faults }),
    ...(allowHost && { allowedHosts: allowHost }),
    ...(output === 'text' &&
      !quiet && {
        onNotice: (notice: SimulatorNotice) => {
          nameOf ??= nameIn(simulator);
          const text = noticeText(notice, nameOf, noticeColours);
          if (text !== '') stderr.write(safe`${text}\n`);
        },
      }),
  });
  const certificateFile = keepCertificate(simulator);
  try {
    const colours = await coloursOf(stdout.colorLevel);
    stdout.write(
      output === 'json'
        ? machineForm(simulator, certificateFile)
        : greeting(simulator, { colours, certificateFile, platform: process.platform }),
    );
    await unlessAborted(context.signal, new Promise<never>(() => {}));
  } finally {
    if (certificateFile !== undefined) rmSync(dirname(certificateFile), { recursive: true });
    await simulator.close();
  }
}

/** Others find the certificate in a file, in a folder that nobody else can write to. */
function keepCertificate({ certificate }: Simulator): string | undefined {
  if (certificate === undefined) return undefined;
  const file = join(mkdtempSync(join(tmpdir(), 'rte-sim-')), 'certificate.pem');
  writeFileSync(file, certificate);
  return file;
}

function nameIn({ users, queues, callLists }: Simulator): (id: string) => string {
  const names = new Map([...users, ...queues, ...callLists].map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

function machineForm(simulator: Simulator, certificateFile: string | undefined): SafeText {
  const { apiUrl, hubUrl, faultsUrl, login, users, queues, callLists } = simulator;
  const { username, password, secretKey, userId } = login;
  const form = jsonText({
    apiUrl,
    discoveryUrl: apiUrl,
    hubUrl,
    faultsUrl,
    ...(certificateFile !== undefined && { certificateFile }),
    username,
    password,
    secretKey,
    userId,
    users: named(users),
    queues: named(queues),
    callLists: named(callLists),
  });
  return safe`${form}\n`;
}

function named(entities: readonly Entity[]): object[] {
  return entities.map(({ id, name }) => ({ id, name }));
}
