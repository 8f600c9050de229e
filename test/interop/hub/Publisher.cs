using Microsoft.AspNetCore.SignalR;

namespace Interop;

/// <summary>Sends events to connections.</summary>
internal sealed class Publisher(IHubContext<RteHub> hub, Connections connections)
{
    /// <summary>
    /// Sends an event to each connection that subscribes to it, and gives their number.
    /// </summary>
    public async Task<int> PublishAsync(Guid entityId, string eventType, Func<Subscription, object> data)
    {
        var sent = 0;
        foreach (var connection in connections.All)
        {
            if (connection.Find(entityId, eventType) is { } subscription)
            {
                await SendAsync(connection, subscription, data(subscription));
                sent++;
            }
        }
        return sent;
    }

    public Task SendAsync(Connection connection, Subscription subscription, object data) =>
        hub.Clients.Client(connection.Id).SendAsync("MessageReceived", new Message(subscription, data));
}
