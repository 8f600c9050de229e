import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [hubUrl, events, ...userIds] = process.argv.slice(2);

/**
 * What people write with @microsoft/signalr: prints a line for each event until there are enough.
 * Arguments: the hub, how many events, the ids of users.
 *
 * @param {(message: object) => string} lineOf
 */
export async function printEvents(lineOf) {
  let left = Number(events);
  const hub = new HubConnectionBuilder()
    .withUrl(hubUrl, { accessTokenFactory: () => process.env.RTE_TOKEN ?? '' })
    .withAutomaticReconnect()
    .configureLogging(LogLevel.Error)
    .build();
  hub.on('MessageReceived', (message) => {
    process.stdout.write(`${lineOf(message)}\n`);
    left -= 1;
    if (left === 0) void hub.stop();
  });
  await hub.start();
  const wanted = userIds.map((EntityId) => ({ EntityId, EventName: 'UserStatus' }));
  await hub.invoke('Subscribe', wanted).catch((error) => {
    // The last event may come, and end it, before the answer has been looked at.
    if (left > 0) throw error;
  });
}
