namespace Interop;

/// <summary>Events made up from a running number.</summary>
internal static class Payloads
{
    public static object Of(Subscription subscription, Entity entity, long number) =>
        subscription.EventType switch
        {
            "UserStatus" => UserStatus(subscription, number),
            "QueueStatus" => QueueStatus(subscription, entity.Name, number),
            _ => Envelope(subscription),
        };

    private static object UserStatus(Subscription subscription, long number)
    {
        var talking = number % 2 == 1;
        return new
        {
            subscription.RootEntityType,
            subscription.RootEntityId,
            subscription.EventType,
            subscription.EntityType,
            subscription.EntityId,
            MessageTTLSeconds = 60,
            UserId = subscription.EntityId,
            subscription.OrganizationId,
            CanBeAllocatedTo = !talking,
            Talking = talking,
            TalkingStatusChanged = DateTime.UtcNow,
            ActiveQueueId = (Guid?)null,
            ActiveCallListId = (Guid?)null,
            Available = true,
            Schedule = true,
            Serving = true,
            ServiceTerminals = 1,
            ActiveQueues = 2,
            ParkedCalls = 0,
            WrapUpStart = (DateTime?)null,
            WrapUpEnd = (DateTime?)null,
            ServingCallback = false,
            FetchMode = false,
            Note = "",
            AvailabilityStatus = "Available",
            Id = Guid.NewGuid(),
            Timestamp = DateTime.UtcNow,
        };
    }

    private static object QueueStatus(Subscription subscription, string name, long number)
    {
        const int agents = 6;
        var connected = (int)(number % (agents + 1));
        var queuing = (int)(number % 4);
        return new
        {
            subscription.RootEntityType,
            subscription.RootEntityId,
            subscription.EventType,
            subscription.EntityType,
            subscription.EntityId,
            MessageTTLSeconds = 60,
            QueueId = subscription.EntityId,
            subscription.OrganizationId,
            QueueName = name,
            NbrOfProviders = agents,
            NbrOfRequesters = connected + queuing,
            NbrOfServingAgentsEstimate = agents,
            NbrOfAllocated = 0,
            NbrOfConnected = connected,
            NbrOfQueuingRequesters = queuing,
            NbrOfNotServedRequesters = queuing,
            NbrOfAgentsLongTermAway = 0,
            NbrOfAgentsShortTermAway = connected,
            NbrOfAgentsImmediatelyFree = agents - connected,
            NbrOfAgentsCheckedInQueue = agents,
            NbrOfAgentsOnWrapUp = 0,
            NbrOfAgentsOnFetchMode = 0,
            MaxWaitTime = queuing * 12L,
            OpenStatus = 5,
            Id = Guid.NewGuid(),
            Timestamp = DateTime.UtcNow,
        };
    }

    private static object Envelope(Subscription subscription) => new
    {
        subscription.RootEntityType,
        subscription.RootEntityId,
        subscription.EventType,
        subscription.EntityType,
        subscription.EntityId,
        subscription.OrganizationId,
        Id = Guid.NewGuid(),
        Timestamp = DateTime.UtcNow,
        MessageTTLSeconds = -1,
    };
}
