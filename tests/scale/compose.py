"""Restarts both replicas of deploy/compose one after the other under load: no request may be lost, and a batch
goes through the balancer as a stream.

    docker compose --file deploy/compose/compose.yaml up --detach
    python tests/scale/compose.py CONTAINER_OF_REPLICA_1 CONTAINER_OF_REPLICA_2
"""

import collections
import concurrent.futures
import http.client
import json
import subprocess
import sys
import threading
import time

ADDRESS = ("127.0.0.1", 8080)
ARTICLE = {
    "text": "Swans delay canal\n\nThe canal in Odense, Denmark, stays closed until Friday, Mayor Karen Lindqvist said.",
    "published_at": "2024-05-24",
}
BODY = json.dumps(ARTICLE)


def ask(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    connection.request("POST", "/v1/normalize", BODY, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def load(stop: threading.Event) -> collections.Counter:
    """Asks until told to stop, each time over a connection of its own; counts answers."""
    answers: collections.Counter = collections.Counter()
    while not stop.is_set():
        connection = http.client.HTTPConnection(*ADDRESS, timeout=60)
        try:
            status, body = ask(connection)
            answers[status, hash(body)] += 1
        except OSError as error:
            answers[type(error).__name__, 0] += 1
        connection.close()
    return answers


def batch(lines: int) -> None:
    """Sends one line, reads its answer, sends the next: a balancer that collects would wait for ever."""
    connection = http.client.HTTPConnection(*ADDRESS, timeout=60)
    connection.putrequest("POST", "/v1/normalize/batch")
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    # Not `connection.send`, which opens a new connection once the answer has said `Connection: close`.
    socket = connection.sock
    line = BODY.encode() + b"\n"
    socket.sendall(b"%x\r\n%s\r\n" % (len(line), line))
    answer = connection.getresponse()
    for _ in range(lines - 1):
        assert "document" in json.loads(answer.readline())
        socket.sendall(b"%x\r\n%s\r\n" % (len(line), line))
    assert "document" in json.loads(answer.readline())
    socket.sendall(b"0\r\n\r\n")
    assert json.loads(answer.readline())["summary"] == {"lines": lines, "ok": lines, "failed": 0}


def main() -> None:
    batch(20)
    print("a batch of 20 lines goes through line by line")
    stop = threading.Event()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(load, stop) for _ in range(4)]
        try:
            for replica in sys.argv[1:]:
                time.sleep(2)
                subprocess.run(["docker", "restart", "--time", "40", replica], check=True, stdout=subprocess.DEVNULL)
                time.sleep(2)
                print(f"{replica} restarted")
        finally:
            stop.set()
        answers = sum((future.result() for future in running), collections.Counter())
    assert len(answers) == 1 and next(iter(answers))[0] == 200, answers
    print(f"{answers.total()} requests, all answered 200 with the same bytes")


if __name__ == "__main__":
    main()
