// Renders the requests on standard input, [{template, context}], by @huggingface/jinja and prints [{text} or {error}].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { Template } = createRequire(`${process.cwd()}/`)("@huggingface/jinja");

const results = JSON.parse(readFileSync(0, "utf8")).map(({ template, context }) => {
  try {
    return { text: new Template(template).render(context) };
  } catch (error) {
    return { error: String(error.message) };
  }
});
process.stdout.write(JSON.stringify(results));
