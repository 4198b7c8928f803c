"""`python -m spiders.world [port]`: serves the bundled world until Ctrl-C, for any crawler here."""

from __future__ import annotations

import argparse
import sys
from threading import Event

from spiders.world.serve import World, running_world

DEFAULT_PORT = 8765


def main() -> None:
    """Prints the hosts and how to reach them, then waits."""
    parser = argparse.ArgumentParser(prog="python -m spiders.world", description=__doc__)
    parser.add_argument("port", nargs="?", type=int, default=DEFAULT_PORT, help="0 takes a free one")
    port = parser.parse_args().port
    try:
        with running_world(port) as world:
            sys.stdout.write(_how_to_reach(world))
            sys.stdout.flush()
            Event().wait()
    except (OSError, OverflowError) as error:
        sys.exit(f"port {port}: {error}; give another one")
    except KeyboardInterrupt:
        return


def _how_to_reach(world: World) -> str:
    addresses = sorted(world.routes)
    routes = ",".join(f"{host}={world.routes[host]}" for host in addresses)
    lines = [
        *(f"http://{host}/" for host in addresses),
        "",
        "Settings for a crawl:",
        f"  GIGAWATCH_ROUTES={routes}",
        f"  GIGAWATCH_SOURCES_DIR={world.sources_dir}",
        "Any other client may take it for its HTTP proxy:",
        f"  curl --proxy 127.0.0.1:{world.port} http://www.edgar.example/robots.txt",
        "Ctrl-C ends it.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
