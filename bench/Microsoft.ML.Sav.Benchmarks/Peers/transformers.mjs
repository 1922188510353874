// What a row costs in transformers.js: node transformers.mjs MODEL_FOLDER QUESTION, then an image path a line. Each is answered,
// when the whole model has run on it, with the most memory that the process has held so far in KB.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AutoProcessor, LlavaForConditionalGeneration, RawImage, env } from '@huggingface/transformers';

const [folder, question] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = '/';
const model = await LlavaForConditionalGeneration.from_pretrained(folder, { dtype: 'fp32', device: 'cpu' });
const processor = await AutoProcessor.from_pretrained(folder);
const content = [{ type: 'image' }, { type: 'text', text: question }];
const prompt = processor.apply_chat_template([{ role: 'user', content }], { add_generation_prompt: true });

for await (const path of createInterface({ input: process.stdin })) {
  run(path);
}

// not awaited, so that lines sent together run together
async function run(path) {
  await model(await processor(await RawImage.read(path), prompt));
  console.log(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
