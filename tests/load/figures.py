"""A measured figure beside what was asked of it, printed with PASS or FAIL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, its value and the most it may be, both in `unit`."""

    what: str
    value: float
    most: float
    unit: str = ""

    @property
    def passed(self) -> bool:
        """Whether the value keeps to its bound."""
        return self.value <= self.most

    def __str__(self) -> str:
        value, most = (f"{number:,.10g}{self.unit}" for number in (round(self.value, 1), self.most))
        return f"{'PASS' if self.passed else 'FAIL'}  {self.what}: {value} (at most {most})"


class Report:
    """Prints figures as they come and remembers whether all kept to their bounds."""

    def __init__(self) -> None:
        self.passed = True

    def tell(self, lead: str, *figures: Figure) -> None:
        """One line on what was done, then its figures."""
        print(lead, flush=True)
        for figure in figures:
            self.passed &= figure.passed
            print(f"  {figure}", flush=True)
