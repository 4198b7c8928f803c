"""`python -m spiders.world [port]`: serves the bundled world until Ctrl-C, for any crawler here."""

from __future__ import annotations

import sys
from threading import Event

from spiders.world.serve import running_world

DEFAULT_PORT = 8765


def main(arguments: list[str]) -> None:
    """Prints the hosts and how to reach them, then waits."""
    port = int(arguments[0]) if arguments else DEFAULT_PORT
    with running_world(port) as world:
        routes = ",".join(f"{host}={address}" for host, address in sorted(world.routes.items()))
        sys.stdout.write(
            "".join(f"http://{host}/\n" for host in sorted(world.routes))
            + f"\nGIGAWATCH_ROUTES={routes}\n"
            + f"GIGAWATCH_SOURCES_DIR={world.sources_dir}\n"
            + f"\nor as an HTTP proxy: curl -x 127.0.0.1:{world.port} http://www.edgar.example/robots.txt\n"
            + "Ctrl-C ends it.\n"
        )
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
