namespace Interop;

/// <summary>Sends a status for each subscription to one, again and again.</summary>
internal sealed class StatusTimer(
    TimeSpan interval, ContactCentre centre, Connections connections, Publisher publisher) : BackgroundService
{
    private Dictionary<string, Task> _sending = [];

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval);
        for (long number = 1; await timer.WaitForNextTickAsync(stopping); number++)
        {
            Tick(number);
        }
    }

    /// <summary>A connection that has not taken the last round yet is passed over.</summary>
    private void Tick(long number)
    {
        var sending = new Dictionary<string, Task>();
        foreach (var connection in connections.All)
        {
            var last = _sending.GetValueOrDefault(connection.Id, Task.CompletedTask);
            sending[connection.Id] = last.IsCompleted ? SendAsync(connection, number) : last;
        }
        _sending = sending;
    }

    private async Task SendAsync(Connection connection, long number)
    {
        foreach (var subscription in connection.Subscriptions)
        {
            if (subscription.EventType is "UserStatus" or "QueueStatus")
            {
                var entity = centre.FindEntity(subscription.EntityId)!;
                await publisher.SendAsync(
                    connection, subscription, Payloads.Of(subscription, entity, number));
            }
        }
    }
}
