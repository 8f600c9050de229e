using System.Security.Cryptography;

namespace Interop;

internal enum EntityKind
{
    User,
    Queue,
    CallList,
}

internal sealed record Entity(Guid Id, string Name, EntityKind Kind);

internal sealed record Account(string UserName, string Password, string SecretKey, Entity User);

/// <summary>Who and what exists here. Ids are the same in every run.</summary>
internal sealed class ContactCentre
{
    private static readonly string[] FirstNames =
        ["Aino", "Eero", "Helmi", "Joonas", "Kerttu", "Lauri", "Minna", "Niilo", "Saara", "Väinö"];

    private static readonly string[] LastNames =
        ["Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Laine", "Heikkinen", "Koskinen"];

    private readonly Dictionary<Guid, Entity> _entities;

    public ContactCentre(int users)
    {
        Users = Make(EntityKind.User, Enumerable.Range(0, Math.Max(users, 2)).Select(PersonName));
        Queues = Make(EntityKind.Queue, ["Sales", "Support", "Invoices"]);
        CallLists = Make(EntityKind.CallList, ["Callbacks", "Win back"]);
        _entities = Users.Concat(Queues).Concat(CallLists).ToDictionary(entity => entity.Id);

        Account = NewAccount("agent@example.com", Users[0]);
        TwoSilos = NewAccount("two.silos@example.com", Users[1]);
    }

    public Guid OrganizationId { get; } = Guid.Parse("29f6e823-b484-e611-80c9-00505689257e");

    public IReadOnlyList<Entity> Users { get; }

    public IReadOnlyList<Entity> Queues { get; }

    public IReadOnlyList<Entity> CallLists { get; }

    public Account Account { get; }

    /// <summary>An account that discovery finds in two silos; both are this server.</summary>
    public Account TwoSilos { get; }

    public Entity? FindEntity(Guid id) => _entities.GetValueOrDefault(id);

    public Account? FindAccount(string? userName) =>
        new[] { Account, TwoSilos }.FirstOrDefault(
            account => account.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase));

    private static Entity[] Make(EntityKind kind, IEnumerable<string> names) =>
        [.. names.Select((name, index) => new Entity(IdOf(kind, index), name, kind))];

    private static Guid IdOf(EntityKind kind, int index) =>
        Guid.Parse($"{0xa1 + (int)kind:x}eeb030-ff4b-ea11-ac9c-{index + 1:x12}");

    private static string PersonName(int index) =>
        $"{FirstNames[index % FirstNames.Length]} {LastNames[index % LastNames.Length]}";

    private static string SecretKey =>
        Environment.GetEnvironmentVariable("INTEROP_SECRET_KEY")
        ?? RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static Account NewAccount(string userName, Entity user) =>
        new(userName, "correct horse", SecretKey, user);
}
