using System.Net;
using System.Text.Json;
using Interop;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Connections;

var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
var port = arguments.GetValue("port", 0);
var interval = TimeSpan.FromMilliseconds(arguments.GetValue("interval-ms", 100));
var centre = new ContactCentre(arguments.GetValue("users", 12));

// The empty builder reads no configuration and logs nowhere: stdout belongs to the one line below.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
builder.Services.AddRoutingCore();
builder.Services.AddAuthorization();
builder.Services.AddCors();
builder.Services.AddAuthentication()
    .AddScheme<AuthenticationSchemeOptions, BasicAuthentication>(BasicAuthentication.Scheme, null)
    .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Scheme, null);
builder.Services.AddSignalR();
builder.Services.AddSingleton(centre);
builder.Services.AddSingleton<Behaviour>();
builder.Services.AddSingleton<Tokens>();
builder.Services.AddSingleton<Connections>();
builder.Services.AddSingleton<Publisher>();
if (interval > TimeSpan.Zero)
{
    builder.Services.AddHostedService(
        services => ActivatorUtilities.CreateInstance<StatusTimer>(services, interval));
}

var app = builder.Build();
app.UseRouting();
// For wallboards in development, which come from an origin of their own.
app.UseCors(policy => policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials());
app.UseAuthentication();
app.UseAuthorization();
app.MapRest();
app.MapControl();
// RTE is documented as a WebSocket API.
app.MapHub<RteHub>("/rte", hub => hub.Transports = HttpTransportType.WebSockets)
    .RequireAuthorization(BearerAuthentication.Required);
await app.StartAsync();

new Thread(ExitWithParent) { IsBackground = true }.Start();
using (var stdout = Console.OpenStandardOutput())
{
    stdout.Write([.. JsonSerializer.SerializeToUtf8Bytes(Announcement(), JsonSerializerOptions.Web), (byte)'\n']);
}
await app.WaitForShutdownAsync();

object Announcement()
{
    var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
    var address = new Uri(addresses!.Addresses.Single());
    var account = centre.Account;
    return new
    {
        apiUrl = $"http://{address.Authority}/",
        discoveryUrl = $"http://{address.Authority}/",
        hubUrl = $"ws://{address.Authority}/rte",
        username = account.UserName,
        password = account.Password,
        secretKey = account.SecretKey,
        userId = account.User.Id,
        users = centre.Users.Select(Named),
        queues = centre.Queues.Select(Named),
        callLists = centre.CallLists.Select(Named),
    };
}

static object Named(Entity entity) => new { id = entity.Id, name = entity.Name };

// Stdin is a pipe that nobody writes to: it ends when the process at its other end does.
static void ExitWithParent()
{
    using var stdin = Console.OpenStandardInput();
    while (stdin.ReadByte() >= 0)
    {
    }
    Environment.Exit(0);
}
