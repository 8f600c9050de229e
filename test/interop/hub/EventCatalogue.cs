namespace Interop;

/// <param name="Name">As <c>AvailableSubscriptions</c> offers it.</param>
/// <param name="EventType">As it stands in subscriptions and payloads.</param>
internal sealed record RteEvent(string Name, string EventType, EntityKind Kind);

/// <summary>The events of the RTE specification, and one that it does not document.</summary>
internal static class EventCatalogue
{
    private static readonly string[] Names =
    [
        "UserStatus",
        "UserAvailability",
        "UserTerminalStatusEvent",
        "UserSetting",
        "UserAlert",
        "UserCallInComing",
        "UserCallInArrived",
        "UserCallInUserAllocated",
        "UserCallInUserConnected",
        "UserCallInHoldStart",
        "UserCallInHoldEnd",
        "UserCallInUserCancelled",
        "UserCallInUserOverflow",
        "UserCallInOverflow",
        "UserCallInDisconnected",
        "UserCallInRecordingConverted",
        "UserCallInTransferStarted",
        "UserCallInTransferConnected",
        "UserCallInTransferCancelled",
        "UserCallOutGoing",
        "UserCallOutConnected",
        "UserCallOutHoldStart",
        "UserCallOutHoldEnd",
        "UserCallOutDisconnected",
        "UserCallOutRecordingConverted",
        "UserCallAvailableForMonitoring",
        "UserSupervisionStatus",
        "UserRealTimeTranscriptPhrase",
        "UserWrapUpEnabled",
        "UserWrapUpRequestInitiate",
        "UserWrapUpStarted",
        "UserWrapUpRequestTerminate",
        "UserWrapUpTerminated",
        "QueueStatus",
        "UserCallInCallbackCreated",
        "CallbackChanged",
        "QueueCallIncoming",
    ];

    private static readonly Dictionary<string, RteEvent> ByName = Index();

    public static IReadOnlyList<string> Offered => Names;

    public static RteEvent? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    private static Dictionary<string, RteEvent> Index()
    {
        var index = new Dictionary<string, RteEvent>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Names)
        {
            var eventType = name == "UserTerminalStatusEvent" ? "UserTerminalStatus" : name;
            index[name] = index[eventType] = new RteEvent(name, eventType, KindOf(name));
        }
        return index;
    }

    private static EntityKind KindOf(string name) =>
        name.StartsWith("User", StringComparison.Ordinal) ? EntityKind.User
        : name.StartsWith("Queue", StringComparison.Ordinal) ? EntityKind.Queue
        : EntityKind.CallList;
}
