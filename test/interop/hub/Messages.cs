namespace Interop;

/// <summary>One entry of a <c>Subscribe</c> or <c>Unsubscribe</c> call.</summary>
internal sealed record EntitySubscription(string? EntityId, string? EventName);

/// <summary>The answer to one entry.</summary>
internal sealed record SubscriptionResult(
    bool Subscribed, string? Message, string? EntityId, string? EventName);

/// <summary>An active subscription, as <c>ActiveSubscriptions</c> and every event show it.</summary>
internal sealed record Subscription(
    Guid Id,
    bool AllRootEntities,
    Guid RootEntityId,
    string RootEntityType,
    Guid OrganizationId,
    string EventType,
    string EntityType,
    Guid EntityId,
    bool AllEntities)
{
    public static Subscription To(RteEvent rteEvent, Entity entity, Guid organizationId) => new(
        Guid.NewGuid(),
        false,
        organizationId,
        "Organization",
        organizationId,
        rteEvent.EventType,
        entity.Kind.ToString(),
        entity.Id,
        false);
}

/// <summary>The argument of <c>MessageReceived</c>.</summary>
internal sealed record Message(Subscription Subscription, object Data);
