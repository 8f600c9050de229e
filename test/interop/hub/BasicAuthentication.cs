using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Interop;

/// <summary>Authentication of the REST calls: e-mail and secret key by HTTP Basic.</summary>
internal sealed class BasicAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ContactCentre centre,
    Behaviour behaviour) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Basic";

    public static readonly AuthorizeAttribute Required = new() { AuthenticationSchemes = Scheme };

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var account = behaviour.KeyRefused ? null : FindAccount();
        if (account is null)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.UserName)], Scheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme);
        return Task.FromResult(AuthenticateResult.Success(ticket));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"api\"";
        return Task.CompletedTask;
    }

    private Account? FindAccount()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !Scheme.Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
            || DecodeBase64(header.Parameter) is not { } credentials)
        {
            return null;
        }
        var colon = credentials.IndexOf(':');
        var account = colon < 0 ? null : centre.FindAccount(credentials[..colon]);
        return account?.SecretKey == credentials[(colon + 1)..] ? account : null;
    }

    private static string? DecodeBase64(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        return Convert.TryFromBase64String(text ?? "", bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
