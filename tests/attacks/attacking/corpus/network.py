"""Talking to anybody: sockets of every kind, also by number."""

from __future__ import annotations

from attacking.attack import hostile

ATTACKS = [
    hostile(
        "connects by TCP",
        """
        import urllib.request, http.client
        def raw():
            at = call("socket", 2, 1, 0)
            address = struct.pack("=HHI8x", 2, socket.htons(T.tcp), 0x0100007F)
            return clib("connect", at, address, 16) == 0
        tries(
            lambda: socket.create_connection(("127.0.0.1", T.tcp), 2) and "connected",
            lambda: urllib.request.urlopen(f"http://127.0.0.1:{T.tcp}", timeout=0.2),
            lambda: http.client.HTTPConnection("127.0.0.1", T.tcp, timeout=0.2).connect() or True,
            raw,
            lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM) and "a socket of IPv6",
        )
        """,
    ),
    hostile(
        "sends by UDP",
        """
        def sent():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
                return one.sendto(b"x", ("127.0.0.1", T.udp))
        def raw():
            at = call("socket", 2, 2, 0)
            address = struct.pack("=HHI8x", 2, socket.htons(T.udp), 0x0100007F)
            return clib("sendto", at, b"x", 1, 0, address, 16) == 1
        tries(sent, raw, lambda: os.write(os.open(f"/dev/udp/127.0.0.1/{T.udp}", 1), b"x"))
        """,
    ),
    hostile(
        "listens, for a friend to come",
        """
        def listening(family, address):
            one = socket.socket(family)
            one.bind(address)
            one.listen()
            return str(one.getsockname())
        tries(
            lambda: listening(socket.AF_INET, ("127.0.0.1", 0)),
            lambda: listening(socket.AF_INET, ("0.0.0.0", 0)),
            lambda: listening(socket.AF_UNIX, "listening"),
            lambda: listening(socket.AF_UNIX, "\\0canary-listens"),
        )
        """,
    ),
    hostile(
        "connects to sockets with a path, and to those without",
        """
        def connected(address, kind=socket.SOCK_STREAM):
            one = socket.socket(socket.AF_UNIX, kind)
            one.connect(address)
            return one.send(b"x")
        tries(
            lambda: connected(T.socket),
            lambda: connected("\\0" + T.abstract),
            lambda: connected("\\0" + T.abstract + "-letters", socket.SOCK_DGRAM),
            lambda: connected("/var/run/docker.sock"),
            lambda: connected("/run/systemd/private"),
        )
        """,
    ),
    hostile(
        "sends through a pair of sockets to an address",
        """
        def out(address, kind):
            ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
            return ours.sendto(b"x", address)
        def again(address):
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
            clib("connect", ours.fileno(), struct.pack("H", 0) + bytes(14), 16)
            ours.connect(address)
            return ours.send(b"x")
        letters = "\\0" + T.abstract + "-letters"
        tries(
            lambda: out(letters, socket.SOCK_DGRAM),
            lambda: out("\\0" + T.abstract, socket.SOCK_STREAM),
            lambda: again(letters),
            lambda: again(T.socket),
        )
        """,
    ),
    hostile(
        "opens sockets to the kernel and to the machine's host",
        """
        tries(
            lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) and "netlink",
            lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9) and "audit",
            lambda: socket.socket(40, socket.SOCK_STREAM) and "vsock",
            lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW) and "packets",
            lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET) and "ciphers",
            lambda: call("socket", 16, 3, 0) and "netlink by number",
            lambda: socket.if_nameindex() and "names of interfaces",
        )
        """,
    ),
    hostile(
        "asks for a name, as one who wants to carry something out would",
        """
        tries(
            lambda: socket.getaddrinfo("canary.example", 80) and "resolved",
            lambda: socket.gethostbyname("canary.example"),
            lambda: open("/etc/resolv.conf").read(),
            lambda: open("/etc/hosts").read(),
        )
        """,
    ),
    hostile(
        "takes over what is open already",
        """
        found = []
        for number in range(64):
            try:
                kind = os.fstat(number).st_mode >> 12
            except OSError:
                continue
            if kind == 0o14:
                found.append(number)
        raise Escaped(f"sockets are open: {found}") if found else Refused("no socket is open")
        """,
    ),
]
