using Google.Protobuf.Collections;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Replaces calls of a model's local functions by their bodies, since attention may be inside: exporters write modules as functions.
/// Functions for another operator set version than the model's are kept.
/// </summary>
internal sealed class FunctionInliner
{
    private const int MaxDepth = 64;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private int _calls;
    private long _nodes;

    private FunctionInliner(ModelProto model)
    {
        var versions = model.OpsetImport.DistinctBy(import => import.Domain).ToDictionary(import => import.Domain, import => import.Version);
        foreach (var function in model.Functions.ToList())
        {
            if (function.OpsetImport.Any(import => versions.TryGetValue(import.Domain, out var version) && version != import.Version))
                continue;
            _functions[(function.Domain, function.Name, function.Overload)] = function;
            model.Functions.Remove(function);
            foreach (var import in function.OpsetImport.Where(import => versions.TryAdd(import.Domain, import.Version)))
                model.OpsetImport.Add(import);
        }
    }

    /// <exception cref="OnnxModelException">The functions call each other too deeply, or have too many nodes once they are inlined.</exception>
    public static void Inline(ModelProto model)
    {
        if (model.Functions.Count > 0)
            new FunctionInliner(model).Expand(model.Graph.Node, depth: 0);
    }

    private void Expand(RepeatedField<NodeProto> nodes, int depth)
    {
        if (depth > MaxDepth)
            throw new OnnxModelException($"The model's functions call each other more than {MaxDepth} levels deep.");
        var calls = nodes.ToList();
        nodes.Clear();
        foreach (var node in calls)
        {
            foreach (var subgraph in node.Subgraphs())
                Expand(subgraph.Node, depth);
            if (!_functions.TryGetValue((node.Domain, node.OpType, node.Overload), out var function))
            {
                nodes.Add(node);
                continue;
            }
            _nodes += 1 + function.Node.Count; // an empty function called many times counts too
            if (_nodes > ModelLimits.MaxNodes)
                throw new OnnxModelException($"The model's functions have more than {ModelLimits.MaxNodes} nodes once they are inlined.");
            var body = new FunctionCall(function, node, prefix: $"call{_calls++}/").CreateBody();
            Expand(body, depth + 1);
            nodes.AddRange(body);
        }
    }
}
