"""Addresses that look mistyped: a well-known domain but for one key. A hint, never a refusal."""

WELL_KNOWN = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "live.com",
    "hotmail.es",
    "yahoo.es",
    "outlook.es",
    "live.cl",
    "yahoo.com.mx",
    "live.com.mx",
)
ALSO_REAL = frozenset({"mail.com", "ymail.com", "email.com", "hotmail.cl", "yahoo.cl", "live.ca"})


def likely_meant(email: str) -> str:
    """The address that was probably meant, or "" if it is right for all we know."""
    name, _at, domain = email.rpartition("@")
    domain = domain.lower()
    if domain in WELL_KNOWN or domain in ALSO_REAL:
        return ""
    near = [known for known in WELL_KNOWN if _is_one_slip_apart(domain, known)]
    return f"{name}@{near[0]}" if near else ""


def _is_one_slip_apart(typed: str, meant: str) -> bool:
    """Whether one key was missed, struck twice or struck wrong, or two were swapped."""
    shorter = min(len(typed), len(meant))
    start = next((at for at in range(shorter) if typed[at] != meant[at]), shorter)
    typed, meant = typed[start:], meant[start:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    is_swap = len(typed) == 2 and typed == meant[::-1]
    return is_swap or (len(typed) <= 1 and len(meant) <= 1)
