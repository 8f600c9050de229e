using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Interop;

/// <summary>
/// The hub's authentication: a token in the <c>Authorization</c> header or in <c>access_token</c>.
/// Refuses with the words of ASP.NET Core's JwtBearer handler, which is not part of the framework.
/// </summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Tokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";

    public static readonly AuthorizeAttribute Required = new() { AuthenticationSchemes = Scheme };

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = failure switch
        {
            null => "Bearer",
            { Message: "" } => "Bearer error=\"invalid_token\"",
            _ => $"Bearer error=\"invalid_token\", error_description=\"{failure.Message}\"",
        };
    }

    private AuthenticateResult Authenticate()
    {
        var token = FindToken();
        if (string.IsNullOrEmpty(token))
        {
            return AuthenticateResult.NoResult();
        }
        var (subject, error) = tokens.Check(token);
        if (subject is null)
        {
            return AuthenticateResult.Fail(error!);
        }
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, subject)], Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    private string? FindToken()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : Request.Query["access_token"].ToString();
    }
}
