using Microsoft.AspNetCore.SignalR;

namespace Interop;

/// <summary>The hub methods of the RTE specification.</summary>
internal sealed class RteHub(ContactCentre centre, Connections connections, Behaviour behaviour) : Hub
{
    private Connection Caller => connections[Context.ConnectionId];

    public override Task OnConnectedAsync()
    {
        connections.Add(Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    public SubscriptionResult[] Subscribe(EntitySubscription?[] subscriptions) =>
        ForEach(subscriptions, (rteEvent, entity) =>
            Caller.Subscribe(Subscription.To(rteEvent, entity, centre.OrganizationId)));

    public SubscriptionResult[] Unsubscribe(EntitySubscription?[] subscriptions) =>
        ForEach(subscriptions, (rteEvent, entity) =>
            Caller.Unsubscribe(entity.Id, rteEvent.EventType));

    public bool UnsubscribeAll()
    {
        Caller.UnsubscribeAll();
        return true;
    }

    public IEnumerable<string> AvailableSubscriptions() => EventCatalogue.Offered;

    public IEnumerable<Subscription> ActiveSubscriptions() => Caller.Subscriptions;

    private SubscriptionResult[] ForEach(EntitySubscription?[] subscriptions, Action<RteEvent, Entity> action) =>
        [.. subscriptions.Select(subscription => Validate(subscription ?? new(null, null), action))];

    /// <summary>RTE specification, Subscription validation and authorization.</summary>
    private SubscriptionResult Validate(EntitySubscription subscription, Action<RteEvent, Entity> action)
    {
        if (!Guid.TryParse(subscription.EntityId, out var entityId))
        {
            return Result("Invalid EntityId");
        }
        if (EventCatalogue.Find(subscription.EventName) is not { } rteEvent)
        {
            return Result("Invalid event name");
        }
        var entity = centre.FindEntity(entityId);
        if (entity is null || entity.Kind != rteEvent.Kind || behaviour.IsDenied(entityId))
        {
            return Result("Unauthorized");
        }
        action(rteEvent, entity);
        return Result(null);

        SubscriptionResult Result(string? error) => new(
            error is null, error, subscription.EntityId, subscription.EventName?.ToLowerInvariant());
    }
}
