"""A server on the loopback that speaks the protocol of OpenAI and does what a test tells it to.

`Server(behave)` calls `behave(call)` for each request; what it returns is sent: a `Reply` (status, headers, body), or a list of
answers, which is wrapped as the mode of the request wants it. `read_request` takes a request apart as a model would: the numbered
sentences and questions that stand in the prompt.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

QUESTION = re.compile(r"^(\d+) (\S+)(?: 「(.*)」)? ([\d,]+)$", re.M)
SENTENCE = re.compile(r"^(\d+)\| (.*)$", re.M)


@dataclass
class Question:
    """A question as it stands in the prompt."""

    number: int
    field: str
    about: str
    sentences: list[str]


@dataclass
class Call:
    """A request, taken apart."""

    body: dict[str, Any]
    headers: dict[str, str]
    index: int

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def mode(self) -> str:
        kind = self.body.get("response_format", {}).get("type")
        if self.body.get("tools"):
            return "tools"
        return {"json_schema": "json_schema", "json_object": "json_mode"}.get(kind, "markdown_json_mode")

    @property
    def sentences(self) -> dict[int, str]:
        return {int(number): words for number, words in SENTENCE.findall(self.prompt.partition("<data ")[2])}

    @property
    def questions(self) -> list[Question]:
        asked = self.prompt.partition("Questions: ")[2]
        return [
            Question(int(n), field, about, [self.sentences[int(s)] for s in where.split(",")])
            for n, field, about, where in QUESTION.findall(asked)
        ]

    @property
    def tokens_in(self) -> int:
        """As a tokenizer of today would count: 0.8 a Chinese character, 0.3 any other."""
        text = json.dumps(self.body, ensure_ascii=False)
        wide = sum(char > "\x7f" for char in text)
        return round(wide * 0.8 + (len(text) - wide) * 0.3)


@dataclass
class Reply:
    """What is sent back; `text` is the body as it is."""

    status: int = 200
    text: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    close: bool = False
    drip: float = 0.0


def completion(
    content: str | None = None,
    *,
    tool_calls: list[str] | None = None,
    finish: str = "stop",
    usage: Any = None,
    **message: Any,
) -> Reply:
    """A chat completion."""
    said: dict[str, Any] = {"role": "assistant", "content": content, **message}
    if tool_calls is not None:
        said["tool_calls"] = [
            {"id": f"call_{i}", "type": "function", "function": {"name": "Answers", "arguments": arguments}}
            for i, arguments in enumerate(tool_calls)
        ]
    body: dict[str, Any] = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "message": said, "finish_reason": finish}],
    }
    if usage is not None:
        body["usage"] = usage
    return Reply(text=json.dumps(body))


def error(status: int, message: str = "no", headers: dict[str, str] | None = None, **details: Any) -> Reply:
    """An error as OpenAI and its likes send it."""
    return Reply(status, json.dumps({"error": {"message": message, **details}}), headers or {})


def answer(number: int, code: str, quote: str, **more: Any) -> dict[str, Any]:
    """One answer."""
    return {"q": number, "f": code, "quote": quote, **more}


def answered(call: Call, answers: list[dict[str, Any]], finish: str | None = None) -> Reply:
    """Answers as the mode of the request wants them, with the tokens counted."""
    said = json.dumps({"answers": answers}, ensure_ascii=False)
    out = round(len(said) * 0.5) + 8
    usage = {"prompt_tokens": call.tokens_in, "completion_tokens": out, "total_tokens": call.tokens_in + out}
    if call.mode == "tools":
        return completion(tool_calls=[said], finish=finish or "tool_calls", usage=usage)
    if call.mode == "markdown_json_mode":
        said = f"```json\n{said}\n```"
    return completion(said, finish=finish or "stop", usage=usage)


Behaviour = Callable[[Call], Any]


class Server:
    """A server for the length of a `with`."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.calls: list[Call] = []
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Server:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._http.shutdown()
        self._http.server_close()

    def take(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            call = Call(body, headers, len(self.calls))
            self.calls.append(call)
        told = self.behave(call)
        return told if isinstance(told, Reply) else answered(call, told)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """A client that was killed or has given up is no error of the server's."""


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = server.take(body, {name.lower(): value for name, value in self.headers.items()})
            time.sleep(reply.delay)
            if reply.close:
                self.close_connection = True
                self.connection.close()
                return
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            data = reply.text.encode("utf-8", "surrogatepass")
            self.send_response(reply.status)
            kind = "application/json" if data[:1] in (b"{", b"[") else "text/html"
            for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not reply.drip:
                self.wfile.write(data)
                return
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
