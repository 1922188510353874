using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Graphs;

/// <summary>A decoder that returns head vectors and nothing else, ready for ONNX Runtime.</summary>
/// <param name="Bytes">The ONNX model, without the weights that lie in external data.</param>
/// <param name="ExternalDataFolder">Folder of the external data: <c>session.model_external_initializers_file_folder_path</c>.</param>
/// <param name="Inputs">Names of the inputs that are left, <see cref="HeadGraphFormat.LastToken"/> included.</param>
/// <param name="Layout">The heads in the output <see cref="HeadGraphFormat.HeadVectors"/>, in order.</param>
internal sealed record HeadGraph(byte[] Bytes, string ExternalDataFolder, IReadOnlyList<string> Inputs, HeadLayout Layout);
