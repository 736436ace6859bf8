"""Where a visitor comes from: what our own proxy says, never what a browser claims."""

from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network

from django.http import HttpRequest

NEAR = [  # where a proxy of ours may be
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: what our own proxy says, never what a browser claims.

    A proxy is on this machine or its private network, and adds the last address to the header.
    What one visitor may choose from at will is one address: a /64 of IPv6 is its first.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return _one_visitors(said if is_near(peer) and _is_address(said) else peer)


def is_near(address: str) -> bool:
    """Whether it is this machine, or of a private network."""
    return _is_address(address) and any(ip_address(address) in each for each in NEAR)


def _one_visitors(address: str) -> str:
    """What one visitor has of addresses: of IPv4 one, of IPv6 a /64, but for those near."""
    if not _is_address(address):
        return address
    parsed = ip_address(address)
    if isinstance(parsed, IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    if is_near(address):
        return address
    return str(IPv6Network((int(parsed), 64), strict=False).network_address)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
