"""Banks that do not exist."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bank:
    id: str
    name: str

    @property
    def letter(self) -> str:
        """Its mark on the page: no bank has one."""
        return self.name[-1]


BANKS = {
    country: tuple(
        Bank(f"{country}_banco_de_prueba_{letter.lower()}", f"Banco de prueba {letter}")
        for letter in "ABC"
    )
    for country in ("cl", "mx")
}


def bank_of(country: str, bank_id: str) -> Bank | None:
    return next((bank for bank in BANKS[country] if bank.id == bank_id), None)
