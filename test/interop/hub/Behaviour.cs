using System.Collections.Concurrent;

namespace Interop;

/// <summary>An answer that the token call gives instead of a token.</summary>
internal sealed record TokenFailure(int Status, int Times, int? RetryAfter);

/// <summary>What tests change while the server runs.</summary>
internal sealed class Behaviour
{
    private readonly ConcurrentDictionary<Guid, bool> _denied = new();
    private readonly Lock _lock = new();
    private TokenFailure? _tokenFailure;

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    public bool KeyRefused { get; set; }

    public void Deny(Guid entityId) => _denied[entityId] = true;

    public bool IsDenied(Guid entityId) => _denied.ContainsKey(entityId);

    public void FailToken(TokenFailure failure)
    {
        lock (_lock)
        {
            _tokenFailure = failure;
        }
    }

    /// <summary>The failure that the next token call has to answer with; each call uses one up.</summary>
    public TokenFailure? TakeTokenFailure()
    {
        lock (_lock)
        {
            if (_tokenFailure is not { Times: > 0 } failure)
            {
                return null;
            }
            _tokenFailure = failure with { Times = failure.Times - 1 };
            return failure;
        }
    }
}
