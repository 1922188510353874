using System.Text.Json;

namespace WebApp.Photos;

/// <summary>What the model has learned: which photos with which label, and how accurate it was at each step.</summary>
internal sealed class LearningLog(Database database)
{
    private const int HistoryLength = 60;

    /// <summary>Accuracy by leave-one-out after each step, the last ones, in their order.</summary>
    public List<LearningStep> GetHistory() => database.Query(
        "SELECT photos, accuracy FROM (SELECT rowid, * FROM learning ORDER BY rowid DESC LIMIT @count) ORDER BY rowid",
        row => new LearningStep(row.GetInt32(0), row.GetDouble(1)), ("@count", HistoryLength));

    /// <summary>Forgets what the model has learned: the next training starts anew.</summary>
    public void Clear() => database.Execute("UPDATE photos SET learned = NULL");

    /// <summary>Remembers labels that the model has learned, per ID of the photo; all others are forgotten.</summary>
    public void Add(IReadOnlyDictionary<string, string> labels, double? accuracy)
    {
        database.Execute(
            "UPDATE photos SET learned = (SELECT value FROM json_each(@labels) WHERE key = photos.id)", ("@labels", JsonSerializer.Serialize(labels)));
        if (accuracy is not null)
            database.Execute("INSERT INTO learning VALUES (@photos, @accuracy)", ("@photos", labels.Count), ("@accuracy", accuracy));
    }
}
