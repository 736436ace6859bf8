"""What the example shop asks for delivery, in each country, in minor units."""

from typing import Any

from catalog.delivery_rate import ELSEWHERE, PICKUP

DEMO_RATES: dict[str, dict[str, dict[str, Any]]] = {
    "cl": {
        PICKUP: {"days_from": 0, "days_to": 1},
        "13": {"amount": 3_490, "free_from": 60_000, "days_from": 1, "days_to": 3},
        "11": {"amount": 8_990, "days_from": 5, "days_to": 9},
        "12": {"is_offered": False},
        ELSEWHERE: {"amount": 4_990, "free_from": 60_000, "days_from": 2, "days_to": 5},
    },
    "mx": {
        PICKUP: {"days_from": 0, "days_to": 1},
        "CMX": {"amount": 99_00, "free_from": 1_500_00, "days_from": 1, "days_to": 3},
        "BCS": {"is_offered": False},
        ELSEWHERE: {"amount": 149_00, "free_from": 1_500_00, "days_from": 2, "days_to": 5},
    },
}
