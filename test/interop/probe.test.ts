import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildInteropHub, dotnetFound } from './interop-hub.ts';
import { differences } from './probe/differences.ts';
import { startAspNetHub, startSimulatedHub, type RunningHub } from './probe/probed-hubs.ts';
import { runProbe, type Transcript } from './probe/probe.ts';
import { slowSteps, steps } from './probe/steps.ts';

const title = `the simulated hub${dotnetFound ? '' : ' (skipped: no .NET 10 SDK found)'}`;

describe.skipIf(!dotnetFound)(title, () => {
  const hubs: RunningHub[] = [];
  let aspNet: Transcript;
  let simulated: Transcript;

  beforeAll(async () => {
    await buildInteropHub();
    hubs.push(await startAspNetHub(), await startSimulatedHub());
    const transcripts = hubs.map((hub) => runProbe(hub, steps, slowSteps));
    [aspNet = {}, simulated = {}] = await Promise.all(transcripts);
  }, 180_000);

  afterAll(() => Promise.all(hubs.map((hub) => hub.stop())));

  test('is asked each question once', () => {
    const names = [...steps, ...slowSteps].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(aspNet)).toHaveLength(names.length);
  });

  test('answers like ASP.NET Core, but for the differences that are listed', () => {
    expect(simulated).toEqual(changed(aspNet, differences.length));
  });

  test.each(differences.map(({ reason, steps: named }, index) => [reason, named, index] as const))(
    'differs still: %s',
    (_, named, index) => {
      const before = changed(aspNet, index);
      const after = changed(aspNet, index + 1);
      const differing = Object.keys(before).filter(
        (step) => before[step]?.join('\n') !== after[step]?.join('\n'),
      );
      if (named === undefined) expect(differing).not.toEqual([]);
      else expect(differing.sort()).toEqual([...named].sort());
    },
  );
});

/** A transcript after the first so many differences. */
function changed(transcript: Transcript, count: number): Transcript {
  const result: Transcript = { ...transcript };
  for (const { steps: named, change } of differences.slice(0, count))
    for (const step of named ?? Object.keys(result))
      result[step] = change(result[step] ?? [], step);
  return result;
}
