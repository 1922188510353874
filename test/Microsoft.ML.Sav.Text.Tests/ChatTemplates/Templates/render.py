"""Renders every template here with every conversation by Jinja2, set as Hugging Face transformers sets it, into rendered.json."""
import json
import pathlib

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

HERE = pathlib.Path(__file__).parent
VARIABLES = {"bos_token": "<s>", "eos_token": "</s>", "date_string": "1 Jan 2026"}


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception


def render(template, conversation, add_generation_prompt):
    context = {"messages": conversation["messages"], "tools": conversation.get("tools"), "documents": None}
    try:
        return {"text": template.render(**context, **VARIABLES, add_generation_prompt=add_generation_prompt)}
    except Exception as error:  # whatever the template raises
        return {"error": str(error)}


rendered = [
    {"template": path.name, "conversation": conversation["name"], "add_generation_prompt": add, **render(environment.from_string(path.read_text(encoding="utf-8")), conversation, add)}
    for path in sorted(HERE.glob("*.jinja"))
    for conversation in json.loads((HERE / "conversations.json").read_text(encoding="utf-8"))
    for add in (True, False)
]
(HERE / "rendered.json").write_text("[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in rendered) + "\n]\n", encoding="utf-8")
