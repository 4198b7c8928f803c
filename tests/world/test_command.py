from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys

COMMAND = [sys.executable, "-m", "spiders.world"]


def test_the_command_serves_until_it_is_interrupted():
    with subprocess.Popen([*COMMAND, "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            shown = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
            (port,) = re.findall(r"--proxy 127\.0\.0\.1:(\d+)", shown)
            connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
            connection.request("GET", "/feeds/markets.rss", headers={"Host": "www.harbourwire.example"})
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert "http://data.edgar.example/\n" in shown
    assert f"calderledger.example=127.0.0.1:{port}," in shown


def test_a_port_that_is_taken_is_named_without_a_traceback():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, port], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"port {port}: ")
    assert "Traceback" not in done.stderr
