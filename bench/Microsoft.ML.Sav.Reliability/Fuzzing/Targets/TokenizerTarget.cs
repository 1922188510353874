using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Text;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>tokenizer.json, and what it does with texts.</summary>
internal sealed class TokenizerTarget : FuzzTarget
{
    private static readonly string[] Texts = ["What is in the image?", "", "  é\u0301 😀 \n\t<image></s>  ", new string('a', 3000), string.Concat(Enumerable.Repeat("x1, ", 500))];

    public override string Name => "tokenizer";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new JsonMutator(), new JsonMutator(), new JsonMutator(), new ByteMutator()];

    public override long AllocationLimit => 512 << 20;

    public override void Read(FuzzInput input, string folder)
    {
        var tokenizer = Tokenizer.Load(Write(input, folder, "tokenizer.json"));
        foreach (var text in Texts)
        {
            foreach (var id in tokenizer.Encode(text, addSpecialTokens: true).Take(100))
            {
                tokenizer.IdToToken(id);
                tokenizer.IdToText(id);
            }
        }
    }

    public override bool IsDocumented(Exception exception) => exception is TokenizerException;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
    [
        .. ReadFiles(Directory.GetDirectories(Repository.Fixtures).Select(folder => Path.Combine(folder, "tokenizer.json")).Where(File.Exists)),
        .. Parts.Select((parts, i) => new FuzzInput($"parts-{i}", Encoding.UTF8.GetBytes(parts))),
    ];

    // Normalizers, pre-tokenizers, models and post-processors that the fixtures lack.
    private static readonly string[] Parts =
    [
        """{"version":"1.0","added_tokens":[{"id":7,"content":"<image>","single_word":true,"lstrip":true,"rstrip":true,"normalized":true,"special":true}],"normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Lowercase"},{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "},{"type":"Prepend","prepend":"_"},{"type":"Strip","strip_left":true,"strip_right":true}]},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"Punctuation","behavior":"Contiguous"},{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":false}]},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]}}},"decoder":{"type":"ByteLevel"},"model":{"type":"BPE","unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,"ignore_merges":true,"vocab":{"<s>":0,"<unk>":1,"a":2,"aa":3,"x":4,"<0x41>":5},"merges":["a a"]}}""",
        """{"version":"1.0","added_tokens":[],"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":true,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]},"decoder":{"type":"WordPiece"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"what":3,"a":4,"##a":5}}}""",
        """{"version":"1.0","added_tokens":[],"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAAAA=="},"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true},"post_processor":null,"decoder":{"type":"Metaspace"},"model":{"type":"Unigram","unk_id":0,"byte_fallback":false,"vocab":[["<unk>",0.0],["▁",-1.5],["a",-2.0],["aa",-2.5],["▁What",-3]]}}""",
        """{"version":"1.0","added_tokens":[],"normalizer":{"type":"NFD"},"pre_tokenizer":{"type":"Whitespace"},"post_processor":{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false},"decoder":null,"model":{"type":"WordLevel","unk_token":"<unk>","vocab":{"<s>":0,"<unk>":1,"</s>":2,"What":3}}}""",
    ];
}
