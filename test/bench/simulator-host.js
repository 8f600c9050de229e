// Runs a simulated Enreach in a process of its own, so that what it costs can be told.
import { startSimulator } from '../../dist/sim/simulator.js';

const startedAt = performance.now();
const simulator = await startSimulator(JSON.parse(process.argv[2] ?? '{}'));
const { apiUrl, hubUrl, login, users, queues } = simulator;
const ids = (entities) => entities.map(({ id }) => ({ id }));
const startMs = performance.now() - startedAt;
process.send?.({ apiUrl, hubUrl, login, users: ids(users), queues: ids(queues), startMs });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const rssMiB = process.memoryUsage.rss() / 1024 ** 2;
  process.send?.({ cpuSeconds: (user + system) / 1e6, rssMiB, at: performance.now() });
});
process.on('disconnect', () => process.exit());
