"""The address guard: which addresses a source may be connected to.

It sits in the socket factory, so it sees the very address that would be connected, at every
hop and after every resolution: neither a redirect nor a changing DNS answer gets around it.
"""

import errno
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""What ``getaddrinfo`` yields: family, type, protocol, canonical name, address."""

_EMBEDS_V4 = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
)
"""NAT64 and 6to4: global by name, but they lead to any IPv4 address."""


class AddressRefusedError(OSError):
    """The guard said no; the error number tells it from a refusal by the network."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EPERM, f"address {address} is not public")


def is_allowed(address: str, *, allow_private: bool) -> bool:
    """Tell whether an address may be connected to; with ``allow_private`` also an inner one.

    Link-local addresses stay closed even then: machines in a cloud keep their keys there.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
        return False
    if allow_private:
        return True
    return ip.is_global and not any(ip in network for network in _EMBEDS_V4)


def guarded_socket(*, allow_private: bool) -> Callable[[AddressInfo], socket.socket]:
    """Return a socket factory that refuses what ``is_allowed`` refuses."""

    def make(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _name, address = info
        host = str(address[0])
        if not is_allowed(host, allow_private=allow_private):
            raise AddressRefusedError(host)
        return socket.socket(family, kind, protocol)

    return make
