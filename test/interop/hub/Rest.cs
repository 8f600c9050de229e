using System.Text.Json;

namespace Interop;

/// <summary>Discovery, login, who am I and the RTE token.</summary>
internal static class Rest
{
    private static readonly JsonSerializerOptions PascalCase = new() { PropertyNamingPolicy = null };

    private sealed record DiscoveryRequest(string? User);

    private sealed record LoginRequest(string? UserName, string? Password);

    public static void MapRest(this WebApplication app)
    {
        app.MapGet("/api/user", (string? user, HttpRequest request, ContactCentre centre) =>
            Discover(user, request, centre));
        app.MapPost("/api/user", (DiscoveryRequest body, HttpRequest request, ContactCentre centre) =>
            Discover(body.User, request, centre));
        app.MapPost("/authuser/{email}", LogIn);
        app.MapGet("/users/me", WhoAmI).RequireAuthorization(BasicAuthentication.Required);
        app.MapGet("/token/{userId}/rte", GetToken).RequireAuthorization(BasicAuthentication.Required);
    }

    private static IResult Discover(string? user, HttpRequest request, ContactCentre centre)
    {
        var account = centre.FindAccount(user);
        if (account is null)
        {
            return Results.Json(Array.Empty<object>());
        }
        string[] silos = account == centre.TwoSilos ? ["silo1", "silo2"] : ["silo1"];
        return Results.Json(silos.Select(siloName => new
        {
            siloName,
            username = account.UserName,
            apiEndpoint = $"http://{request.Host}/",
            uiEndpoint = $"http://{request.Host}/ui/",
            authority = $"http://{request.Host}/auth/",
            authorityIdPHint = siloName,
            basicAuthEndpoint = $"http://{request.Host}/",
        }));
    }

    private static IResult LogIn(string email, LoginRequest login, ContactCentre centre)
    {
        var account = centre.FindAccount(email);
        return account is null || centre.FindAccount(login.UserName) != account || login.Password != account.Password
            ? Results.Unauthorized()
            : Json(new { account.SecretKey, account.UserName, UserID = account.User.Id });
    }

    private static IResult WhoAmI(HttpContext context, ContactCentre centre)
    {
        var account = Caller(context, centre);
        var names = account.User.Name.Split(' ');
        return Json(new
        {
            account.User.Id,
            OrganizationID = centre.OrganizationId,
            account.UserName,
            FirstName = names[0],
            LastName = names[1],
        });
    }

    private static IResult GetToken(
        string userId, HttpContext context, ContactCentre centre, Behaviour behaviour, Tokens tokens)
    {
        if (behaviour.TakeTokenFailure() is { } failure)
        {
            if (failure.RetryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = $"{seconds}";
            }
            return Results.StatusCode(failure.Status);
        }
        var own = Caller(context, centre).User.Id;
        if (userId != "me" && (!Guid.TryParse(userId, out var id) || id != own))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }
        return Json(new
        {
            WssEndpoint = $"ws://{context.Request.Host}/rte",
            Token = tokens.Create($"{own}"),
        });
    }

    private static Account Caller(HttpContext context, ContactCentre centre) =>
        centre.FindAccount(context.User.Identity?.Name)!;

    private static IResult Json<T>(T value) => Results.Json(value, PascalCase);
}
