using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

// Does with Microsoft's .NET client what RTE's own sample does, and tells each step in one line of
// JSON. Arguments: the hub's address, a token, the ids of a user and of a queue. Ends when stdin ends.
var (hubUrl, token, userId, queueId) = (args[0], args[1], args[2], args[3]);

var connection = new HubConnectionBuilder()
    .WithUrl(hubUrl, options =>
    {
        options.Transports = HttpTransportType.WebSockets;
        options.AccessTokenProvider = () => Task.FromResult<string?>(token);
    })
    .WithAutomaticReconnect([TimeSpan.Zero, TimeSpan.FromMilliseconds(100)])
    .Build();
connection.On<JsonElement>("MessageReceived", message => Tell("event", message));
connection.Reconnected += async _ =>
    Tell("reconnected", await connection.InvokeAsync<JsonElement>("ActiveSubscriptions"));

try
{
    await connection.StartAsync();
}
catch (HttpRequestException error)
{
    Tell("refused", (int?)error.StatusCode);
    return;
}

var wanted = new { EntityId = userId, EventName = "UserStatus" };
Tell("subscribed", await connection.InvokeAsync<JsonElement>("Subscribe", new object[]
{
    wanted,
    new { EntityId = "me", EventName = "UserStatus" },
    new { EntityId = queueId, EventName = "NoSuchEvent" },
    new { EntityId = Guid.NewGuid(), EventName = "UserStatus" },
}));
Tell("available", await connection.InvokeAsync<JsonElement>("AvailableSubscriptions"));
Tell("active", await connection.InvokeAsync<JsonElement>("ActiveSubscriptions"));
await Task.Run(Console.In.ReadLine);
Tell("unsubscribed", await connection.InvokeAsync<JsonElement>("Unsubscribe", new object[] { wanted }));
await connection.InvokeAsync("UnsubscribeAll");
await connection.StopAsync();

static void Tell(string step, object? value) =>
    Console.WriteLine(JsonSerializer.Serialize(new { step, value }));
