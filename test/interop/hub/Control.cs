using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Interop;

/// <summary>Calls by which tests steer the server. Without authentication: it listens on loopback alone.</summary>
internal static class Control
{
    private sealed record PublishRequest(Guid EntityId, string EventName, JsonElement? Data);

    private sealed record SendRequest(string Target, JsonElement[] Arguments);

    private sealed record TokenLifetimeRequest(double Seconds);

    private sealed record DenyRequest(Guid EntityId);

    private sealed record RefuseKeyRequest(bool Refused);

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control");
        control.MapGet("/connections", ListConnections);
        control.MapPost("/publish", PublishAsync);
        control.MapPost("/send", SendAsync);
        control.MapPost("/abort", Abort);
        control.MapPost("/stop", Stop);
        control.MapPost("/token-lifetime", (TokenLifetimeRequest request, Behaviour behaviour) =>
        {
            behaviour.TokenLifetime = TimeSpan.FromSeconds(request.Seconds);
        });
        control.MapPost("/deny", (DenyRequest request, Behaviour behaviour) =>
            behaviour.Deny(request.EntityId));
        control.MapPost("/fail-token", (TokenFailure failure, Behaviour behaviour) =>
            behaviour.FailToken(failure));
        control.MapPost("/refuse-key", (RefuseKeyRequest request, Behaviour behaviour) =>
        {
            behaviour.KeyRefused = request.Refused;
        });
    }

    private static object ListConnections(Connections connections) => connections.All.Select(
        connection => new { connectionId = connection.Id, subscriptions = connection.Subscriptions.Count });

    /// <summary>Sends the data as given; without any, a made-up event.</summary>
    private static async Task<object> PublishAsync(
        PublishRequest request, Publisher publisher, ContactCentre centre)
    {
        var eventType = EventCatalogue.Find(request.EventName)?.EventType;
        var entity = centre.FindEntity(request.EntityId);
        if (eventType is null || entity is null)
        {
            return new { sent = 0 };
        }
        var sent = await publisher.PublishAsync(request.EntityId, eventType, subscription =>
            request.Data is { } data ? data : Payloads.Of(subscription, entity, 1));
        return new { sent };
    }

    private static Task SendAsync(SendRequest request, IHubContext<RteHub> hub) =>
        hub.Clients.All.SendCoreAsync(request.Target, [.. request.Arguments]);

    private static object Abort(Connections connections)
    {
        var open = connections.All.ToArray();
        foreach (var connection in open)
        {
            connection.Abort();
        }
        return new { aborted = open.Length };
    }

    private static void Stop(HttpResponse response, IHostApplicationLifetime lifetime) =>
        response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
}
