// The whole model in transformers.js: node transformers.mjs MODEL_FOLDER QUESTION, then one image path per line of input. Each line is
// answered after the model has run on the image, with the peak memory of the process so far in KB.
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

// Not awaited: lines that are sent together run concurrently.
async function run(path) {
  await model(await processor(await RawImage.read(path), prompt));
  console.log(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
