"""Streams many articles through one request, reading answers while articles are still being sent.

    python examples/python/batch.py [http://127.0.0.1:8080] < articles.ndjson > documents.ndjson

Standard library only. The service works a few lines ahead of the reader and no further, so a client
that sends everything before it reads would wait for ever on a long batch: a thread sends, this one
reads. Failed lines go to standard error; the last line of the stream is a summary, and a stream
without one was cut.
"""

import http.client
import json
import sys
import threading
from urllib.parse import urlsplit

SERVICE = urlsplit(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080")


def send(upload, lines) -> None:
    """Sends each line as one chunk (RFC 9112, 7.1), then the end of the body."""
    try:
        for line in lines:
            data = line if line.endswith(b"\n") else line + b"\n"
            upload.write(b"%x\r\n%s\r\n" % (len(data), data))
            upload.flush()
        upload.write(b"0\r\n\r\n")
        upload.close()
    except OSError:
        pass  # The service closed the connection; its answer says why.


def main() -> int:
    connection = http.client.HTTPConnection(SERVICE.hostname, SERVICE.port or 80, timeout=120)
    connection.putrequest("POST", f"{SERVICE.path.rstrip('/')}/v1/normalize/batch")
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    # Not `connection.send`, which opens a new connection once the answer has said `Connection: close`.
    upload = connection.sock.makefile("wb")
    threading.Thread(target=send, args=(upload, sys.stdin.buffer), daemon=True).start()

    response = connection.getresponse()
    if response.status != 200:
        print(response.read().decode(), file=sys.stderr)
        return 1
    summary = None
    for line in response:
        answer = json.loads(line)
        if "summary" in answer:
            summary = answer["summary"]
        elif "error" in answer:
            error = answer["error"]
            print(f"line {answer['index']} ({answer['id']}): {error['code']}: {error['detail']}", file=sys.stderr)
        else:
            print(json.dumps(answer["document"], ensure_ascii=False))
    if summary is None:
        print("the stream was cut", file=sys.stderr)
        return 1
    print(f"{summary['ok']} of {summary['lines']} articles normalized", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
