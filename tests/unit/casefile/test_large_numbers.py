"""Numbers too large to reckon with are a fault with its place, not an overflow later on."""

import pytest

from evenhand.casefile import loads, starter
from evenhand.errors import CaseError


@pytest.mark.parametrize("number", ["1e308", "-1e16", "[1, 2, 1e200]"])
def test_a_number_too_large_is_a_fault(number: str) -> None:
    text = starter("large", "Large")
    before = "north.budget: [1, 2, 4]"
    assert before in text
    with pytest.raises(CaseError) as caught:
        loads(text.replace(before, f"north.budget: {number}"))
    (fault,) = caught.value.faults
    assert fault.code == "bounds"
    assert "larger unit" in fault.expected
