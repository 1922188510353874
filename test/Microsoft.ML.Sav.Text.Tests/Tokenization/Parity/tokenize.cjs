// node tokenize.cjs PACKAGES TOKENIZER_JSON TEXTS_JSON RESULTS_JSON
// Writes for each text: ids with special tokens, ids without, the text decoded from the latter, and from the former without special tokens.
const { createRequire } = require('node:module');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [packages, tokenizerPath, textsPath, resultsPath] = process.argv.slice(2);
const { Tokenizer } = createRequire(join(packages, 'package.json'))('@huggingface/tokenizers');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const tokenizer = new Tokenizer(readJson(tokenizerPath), {});

const encode = (text, add_special_tokens) => tokenizer.encode(text, { add_special_tokens }).ids;
// It refuses to decode an empty list.
const decode = (ids, skip_special_tokens) =>
  ids.length === 0 ? '' : tokenizer.decode(ids, { skip_special_tokens, clean_up_tokenization_spaces: false });

const results = readJson(textsPath).map((text) => {
  const [full, plain] = [encode(text, true), encode(text, false)];
  return { full, plain, decoded: decode(plain, false), skipped: decode(full, true) };
});
writeFileSync(resultsPath, JSON.stringify(results));
