"""nginx as `deploy/nginx.conf` has it, and nginx with one file, both with one worker and everything in a folder."""

import os
import re
from pathlib import Path

from .servers import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
# The folders are those of whoever measures.
USER = "" if os.geteuid() else "user root;"
KEPT = "keepalive_requests 1000000000;"
STATIC = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
    sendfile on; tcp_nopush on; server_tokens off; access_log off; {kept}
    server {{
        listen 127.0.0.1:{port};
        location / {{ root {folder}/files; default_type "{type}"; add_header Content-Encoding "{encoding}"; }}
        location = / {{ root {folder}/files; try_files /page =404; default_type "{type}"; }}
    }}
}}
"""


def adapted(port: int, folder: Path, site: int, var: Path, host: str = "127.0.0.1") -> str:
    """Return the configuration with other addresses and places, and otherwise as it is."""
    written = CONFIGURATION.read_text()
    changes = {
        r"^user .*": USER,
        r"worker_processes auto;": "worker_processes 1;",
        r"/run/nginx\.pid": f"{folder}/nginx.pid",
        r"/var/log/nginx/error\.log": f"{folder}/error.log",
        r"access_log .*;": "access_log off;",
        r"/var/cache/nginx/rapport": f"{folder}/cache",
        r"/srv/rapport/var": str(var),
        r"127\.0\.0\.1:8000": f"127.0.0.1:{site}",
        r"\blisten 80\b": f"listen 127.0.0.1:{port}",
        r"server_name example\.org": f"server_name {host}",
        # The load generator keeps its connections.
        r"tcp_nopush on;": f"tcp_nopush on; {KEPT}",
        r"# (?=add_header X-Cache )": "",
    }
    for pattern, replacement in changes.items():
        written, count = re.subn(pattern, lambda _match, to=replacement: to, written, flags=re.MULTILINE)
        if not count:
            raise SystemExit(f"{CONFIGURATION.name} has nothing like {pattern}")
    return written


def static(port: int, folder: Path, content_type: str, encoding: str, body: bytes) -> str:
    (folder / "files").mkdir()
    (folder / "files" / "page").write_bytes(body)
    return STATIC.format(port=port, folder=folder, type=content_type, encoding=encoding, kept=KEPT, user=USER)
