using Microsoft.Data.Sqlite;

namespace WebApp.Photos;

/// <summary>The SQLite file.</summary>
internal sealed class Database
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS piles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE IF NOT EXISTS photos (
            id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, pile INTEGER REFERENCES piles (id) ON DELETE SET NULL, learned TEXT);
        CREATE TABLE IF NOT EXISTS learning (photos INTEGER NOT NULL, accuracy REAL NOT NULL);
        CREATE TABLE IF NOT EXISTS removed (id TEXT NOT NULL UNIQUE);
        CREATE TRIGGER IF NOT EXISTS photo_removed AFTER DELETE ON photos BEGIN INSERT OR IGNORE INTO removed VALUES (old.id); END;
        CREATE TRIGGER IF NOT EXISTS photo_added AFTER INSERT ON photos BEGIN DELETE FROM removed WHERE id = new.id; END;
        """;

    private readonly string _connectionString;

    public Database(AppOptions options)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, ForeignKeys = true }.ToString();
        Execute(Schema);
    }

    /// <summary>Runs statements, and returns the number of rows that they changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = Open();
        using var command = CreateCommand(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = Open();
        using var command = CreateCommand(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand CreateCommand(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
