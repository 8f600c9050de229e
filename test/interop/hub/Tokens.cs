using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Interop;

/// <summary>JWTs signed with HMAC-SHA256 (RFC 7519, RFC 7515).</summary>
internal sealed class Tokens(Behaviour behaviour)
{
    private static readonly string Header = Encode(new { alg = "HS256", typ = "JWT" });

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    private sealed record Claims(string Sub, long Iat, long Exp);

    public string Create(string subject)
    {
        var now = DateTimeOffset.UtcNow;
        var issued = now.ToUnixTimeSeconds();
        var expires = (now + behaviour.TokenLifetime).ToUnixTimeSeconds();
        var signed = $"{Header}.{Encode(new Claims(subject, issued, expires))}";
        return $"{signed}.{Sign(signed)}";
    }

    /// <summary>
    /// Gives the token's subject, or says what is wrong with it; of what is no token, JwtBearer says nothing.
    /// </summary>
    public (string? Subject, string? Error) Check(string token)
    {
        var end = token.LastIndexOf('.');
        if (token.Count(character => character == '.') != 2 || !token.StartsWith($"{Header}.", StringComparison.Ordinal))
        {
            return (null, "");
        }
        var signature = Encoding.UTF8.GetBytes(token[(end + 1)..]);
        if (!CryptographicOperations.FixedTimeEquals(signature, Encoding.UTF8.GetBytes(Sign(token[..end]))))
        {
            return (null, "The signature is invalid");
        }
        var payload = Base64Url.DecodeFromChars(token.AsSpan()[(Header.Length + 1)..end]);
        var claims = JsonSerializer.Deserialize<Claims>(payload, JsonSerializerOptions.Web)!;
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.Exp);
        return expires <= DateTimeOffset.UtcNow
            ? (null, $"The token expired at '{expires:MM/dd/yyyy HH:mm:ss}'")
            : (claims.Sub, null);
    }

    private string Sign(string signed) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)));

    private static string Encode<T>(T part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part, JsonSerializerOptions.Web));
}
