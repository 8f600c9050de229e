using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Interop;

/// <summary>Every open connection to the hub.</summary>
internal sealed class Connections
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new();

    public IEnumerable<Connection> All => _connections.Values;

    public Connection this[string connectionId] => _connections[connectionId];

    public void Add(HubCallerContext context) =>
        _connections[context.ConnectionId] = new Connection(context);

    public void Remove(string connectionId) => _connections.TryRemove(connectionId, out _);
}

/// <summary>One connection, and its subscriptions, which end with it.</summary>
internal sealed class Connection(HubCallerContext context)
{
    private readonly OrderedDictionary<(Guid EntityId, string EventType), Subscription> _subscriptions = [];
    private readonly Lock _lock = new();

    public string Id => context.ConnectionId;

    /// <summary>In the order in which they were made.</summary>
    public ICollection<Subscription> Subscriptions
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    /// <summary>Subscribing twice leaves the first subscription as it is.</summary>
    public void Subscribe(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.TryAdd((subscription.EntityId, subscription.EventType), subscription);
        }
    }

    public void Unsubscribe(Guid entityId, string eventType)
    {
        lock (_lock)
        {
            _subscriptions.Remove((entityId, eventType));
        }
    }

    public void UnsubscribeAll()
    {
        lock (_lock)
        {
            _subscriptions.Clear();
        }
    }

    public Subscription? Find(Guid entityId, string eventType)
    {
        lock (_lock)
        {
            return _subscriptions.GetValueOrDefault((entityId, eventType));
        }
    }

    public void Abort() => context.Abort();
}
