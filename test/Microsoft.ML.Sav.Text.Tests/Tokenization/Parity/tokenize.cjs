// node tokenize.cjs TOKENIZER_JSON
// Reads texts as a JSON array from standard input, and prints the ids of each with and without special tokens.
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');

const { Tokenizer } = createRequire(`${process.cwd()}/`)('@huggingface/tokenizers');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const tokenizer = new Tokenizer(readJson(process.argv[2]), {});

const encode = (text, add_special_tokens) => tokenizer.encode(text, { add_special_tokens }).ids;
process.stdout.write(JSON.stringify(readJson(0).map((text) => ({ full: encode(text, true), plain: encode(text, false) }))));
