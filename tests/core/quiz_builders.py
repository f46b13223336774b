"""Questions for the quiz tests, one of each type, small enough to see what is right."""

from decimal import Decimal

from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Form,
    Matching,
    MatchItem,
    MatchTarget,
    MultipleChoice,
    MultipleResponse,
    Number,
    NumberGap,
    Numeric,
    Option,
    Ordering,
    OrderItem,
    Quiz,
    ShortAnswer,
    TextGap,
    TrueFalse,
)


def options(right: str, out_of: str = "abcd") -> tuple[Option, ...]:
    """Options with these letters as ids, `right` among them."""
    return tuple(Option(id=it, text=f"Option {it}", right=it in right, feedback=f"About {it}.") for it in out_of)


CHOICE = MultipleChoice(id="choice", prompt="Which?", options=options("b"), feedback="In general.", hint="Not the first.")
RESPONSE = MultipleResponse(id="response", prompt="Which ones?", options=options("ab"))
TRUE = TrueFalse(id="true", prompt="Water is wet.", right=True, if_true="It is.", if_false="Touch it.")
NUMBER = Numeric(
    id="number",
    prompt="How many?",
    unit="hours",
    numbers=(
        Number(value=Decimal("12.5"), tolerance=Decimal("0.5")),
        Number(value=Decimal(100), upto=Decimal(120), feedback="Generous."),
        Number(value=Decimal(25), right=False, feedback="You counted both ways."),
    ),
)
SHORT = ShortAnswer(
    id="short",
    prompt="What is it called?",
    forms=(Form(text="Way out"), Form(text="way-out"), Form(text="exit", right=False, feedback="Warmer.")),
)
MATCHING = Matching(
    id="matching",
    prompt="Match.",
    items=tuple(MatchItem(id=str(n), text=f"Item {n}", target=it, feedback=f"About {n}.") for n, it in enumerate("abca", 1)),
    targets=tuple(MatchTarget(id=it, text=f"Target {it}") for it in "abcd"),
)
ORDERING = Ordering(id="ordering", prompt="In which order?", items=tuple(OrderItem(id=it, text=f"Step {it}") for it in "abcde"))
CLOZE = Cloze(
    id="cloze",
    prompt="Ask [[who]] for [[many]] and [[what]].",
    gaps=(
        TextGap(id="who", forms=(Form(text="clients"),)),
        NumberGap(id="many", numbers=(Number(value=Decimal(3)),)),
        ChoiceGap(id="what", options=options("c", "abc")),
    ),
)
QUESTIONS = (CHOICE, RESPONSE, TRUE, NUMBER, SHORT, MATCHING, ORDERING, CLOZE)
QUIZ = Quiz(questions=QUESTIONS)
