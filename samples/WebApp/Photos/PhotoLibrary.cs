using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace WebApp.Photos;

/// <summary>Piles and photos: names and labels in the database, images in a folder. Safe to use from many threads.</summary>
internal sealed class PhotoLibrary(Database database, AppOptions options)
{
    private const string SelectPhotos = "SELECT photos.id, type, pile, name, learned FROM photos LEFT JOIN piles ON piles.id = pile";
    private const int UniqueConstraint = 2067; // SQLITE_CONSTRAINT_UNIQUE

    // A photo's file and its row are added, and removed, by one thread at a time.
    private readonly Lock _files = new();

    /// <summary>Piles or photos changed.</summary>
    public event Action? Changed;

    public List<Pile> GetPiles() => database.Query("SELECT id, name FROM piles ORDER BY id", row => new Pile(row.GetInt64(0), row.GetString(1)));

    /// <summary>All photos, in the order in which they were added.</summary>
    public List<Photo> GetPhotos() => database.Query(SelectPhotos + " ORDER BY photos.rowid", ReadPhoto);

    /// <exception cref="RequestException">There is no such photo.</exception>
    public Photo GetPhoto(string id) =>
        database.Query(SelectPhotos + " WHERE photos.id = @id", ReadPhoto, ("@id", id)).SingleOrDefault() ?? throw NotFound("photo");

    /// <summary>The image's file. IDs come from the database, never from a request.</summary>
    public string GetPath(Photo photo) => GetPath(photo.Id);

    public Pile AddPile(string? name)
    {
        name = PileName.Check(name);
        if (GetPiles().Count >= options.MaxPiles)
            throw new RequestException(StatusCodes.Status409Conflict, $"There are {options.MaxPiles} piles already.");
        Change("INSERT INTO piles (name) VALUES (@name)", "pile", ("@name", name));
        return GetPiles().Single(pile => pile.Name == name);
    }

    public void RenamePile(long id, string? name) =>
        Change("UPDATE piles SET name = @name WHERE id = @id", "pile", ("@name", PileName.Check(name)), ("@id", id));

    /// <summary>Removes a pile; its photos become unsorted.</summary>
    public void RemovePile(long id) => Change("DELETE FROM piles WHERE id = @id", "pile", ("@id", id));

    /// <summary>Adds a photo, or moves it if it is there.</summary>
    public Photo Add(PhotoContent content, long? pile)
    {
        if (database.Query("SELECT count(*) FROM photos", row => row.GetInt64(0))[0] >= options.MaxPhotos)
            throw new RequestException(StatusCodes.Status409Conflict, $"There are {options.MaxPhotos} photos already.");
        CheckPile(pile);
        lock (_files)
        {
            WriteFile(content);
            Change(
                "INSERT INTO photos (id, type, pile) VALUES (@id, @type, @pile) ON CONFLICT (id) DO UPDATE SET pile = coalesce(excluded.pile, pile)",
                "photo", ("@id", content.Id), ("@type", content.ContentType), ("@pile", pile));
            return GetPhoto(content.Id);
        }
    }

    public void MovePhoto(string id, long? pile)
    {
        CheckPile(pile);
        Change("UPDATE photos SET pile = @pile WHERE id = @id", "photo", ("@pile", pile), ("@id", id));
    }

    /// <summary>Removes a photo. Its file stays until <see cref="DeleteFiles"/>, since training may be reading it.</summary>
    public void RemovePhoto(string id) => Change("DELETE FROM photos WHERE id = @id", "photo", ("@id", id));

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        database.Execute("BEGIN; DELETE FROM photos; DELETE FROM piles; DELETE FROM learning; COMMIT");
        Changed?.Invoke();
    }

    /// <summary>The photos that were removed, whose files may still be there.</summary>
    public List<Photo> GetRemoved() => database.Query("SELECT id FROM removed", row => new Photo(row.GetString(0), "", null, null, null));

    /// <summary>Deletes the files of removed photos, except those that were added again.</summary>
    public void DeleteFiles(IEnumerable<Photo> removed)
    {
        lock (_files)
        {
            string[] ids = [.. GetRemoved().Intersect(removed).Select(photo => photo.Id)];
            Array.ForEach(ids, id => File.Delete(GetPath(id)));
            database.Execute("DELETE FROM removed WHERE id IN (SELECT value FROM json_each(@ids))", ("@ids", JsonSerializer.Serialize(ids)));
        }
    }

    /// <summary>Deletes files of no photo: a server that is killed leaves those that it was adding.</summary>
    public void DeleteOrphans()
    {
        lock (_files)
        {
            foreach (var path in Directory.GetFiles(options.PhotoFolder).Except(GetPhotos().Concat(GetRemoved()).Select(GetPath)))
                File.Delete(path);
        }
    }

    // Written under another name first, so that a file that is there is complete.
    private void WriteFile(PhotoContent content)
    {
        var path = GetPath(content.Id);
        if (File.Exists(path))
            return;
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        File.WriteAllBytes(partial, content.Bytes);
        File.Move(partial, path, overwrite: true);
    }

    private string GetPath(string id) => Path.Combine(options.PhotoFolder, id);

    private void CheckPile(long? pile)
    {
        if (pile is { } id && !GetPiles().Exists(existing => existing.Id == id))
            throw NotFound("pile");
    }

    private void Change(string sql, string what, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        try
        {
            if (database.Execute(sql, parameters) == 0)
                throw NotFound(what);
        }
        catch (SqliteException exception) when (exception.SqliteExtendedErrorCode == UniqueConstraint)
        {
            throw new RequestException(StatusCodes.Status409Conflict, "There is a pile of that name already.");
        }
        Changed?.Invoke();
    }

    private static RequestException NotFound(string what) => new(StatusCodes.Status404NotFound, $"This {what} is not there any more.");

    private static Photo ReadPhoto(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
}
