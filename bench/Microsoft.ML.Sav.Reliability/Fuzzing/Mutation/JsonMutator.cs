using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

/// <summary>Changes one value of a JSON file: extreme numbers and strings, other types, nesting, duplicated and missing keys, values of other places.</summary>
internal sealed class JsonMutator : IMutator
{
    private const int MaximumDepth = 2000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth };
    private static readonly ByteMutator Fallback = new();

    public byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        try
        {
            using var document = JsonDocument.Parse(file, Options);
            using var donor = JsonDocument.Parse(random.Next(3) == 0 ? other : file, Options);
            var writer = new Writer(random, random.Next(Count(document.RootElement)), donor.RootElement);
            writer.Write(document.RootElement);
            return Encoding.UTF8.GetBytes(writer.ToString());
        }
        // Not JSON; or it has half a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Fallback.Mutate(file, other, random);
        }
    }

    private static int Count(JsonElement element) => 1 + Children(element).Sum(Count);

    private static IEnumerable<JsonElement> Children(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value),
        _ => [],
    };

    private static JsonElement Find(JsonElement element, ref int index)
    {
        if (index-- == 0)
            return element;
        foreach (var child in Children(element))
        {
            var found = Find(child, ref index);
            if (index < 0)
                return found;
        }
        return element;
    }

    /// <summary>Copies a document but for one value.</summary>
    private sealed class Writer(Random random, int target, JsonElement donor)
    {
        private readonly StringBuilder _text = new();
        private int _index;

        public override string ToString() => _text.ToString();

        public void Write(JsonElement element)
        {
            if (_index++ == target)
                WriteChanged(element);
            else if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                WriteContainer(element);
            else
                _text.Append(element.GetRawText());
        }

        private void WriteContainer(JsonElement element)
        {
            var isObject = element.ValueKind == JsonValueKind.Object;
            _text.Append(isObject ? '{' : '[');
            var start = _text.Length;
            if (isObject)
            {
                foreach (var property in element.EnumerateObject())
                    WriteProperty(property, ref start);
            }
            else
            {
                foreach (var item in element.EnumerateArray())
                {
                    Separate(ref start);
                    Write(item);
                }
            }
            _text.Append(isObject ? '}' : ']');
        }

        private void WriteProperty(JsonProperty property, ref int start)
        {
            var key = JsonSerializer.Serialize(property.Name);
            var choice = _index == target ? random.Next(8) : -1;
            if (choice == 0)
            {
                _index++;
                return;
            }
            Separate(ref start);
            if (choice == 1)
                _text.Append($"{key}:{Donate()},");
            _text.Append($"{(choice == 2 ? JsonSerializer.Serialize(Extremes.String(random)) : key)}:");
            Write(property.Value);
        }

        private void Separate(ref int start)
        {
            if (_text.Length > start)
                _text.Append(',');
            start = -1;
        }

        private void WriteChanged(JsonElement element)
        {
            switch (random.Next(8))
            {
                case 0 or 1:
                    _text.Append(Extremes.Number(random));
                    break;
                case 2:
                    _text.Append(JsonSerializer.Serialize(Extremes.String(random)));
                    break;
                case 3:
                    _text.Append(random.Next(5) switch { 0 => "null", 1 => "true", 2 => "[]", 3 => "{}", _ => "\"\\ud800\"" });
                    break;
                case 4:
                    var depth = 1 << random.Next(11);
                    _text.Append('[', depth).Append(element.GetRawText()).Append(']', depth);
                    break;
                case 5 when element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0:
                    var items = string.Join(",", element.EnumerateArray().Select(item => item.GetRawText()));
                    var count = Math.Max(1, Math.Min(1 << random.Next(10), (1 << 18) / items.Length));
                    _text.Append('[').AppendJoin(",", Enumerable.Repeat(items, count)).Append(']');
                    break;
                default:
                    _text.Append(Donate());
                    break;
            }
        }

        private string Donate()
        {
            var index = random.Next(Count(donor));
            return Find(donor, ref index).GetRawText();
        }
    }
}
