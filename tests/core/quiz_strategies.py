"""Quizzes and scenarios made by chance, such as an author can write: ids by place, texts without blank ends, whatever they hold inside."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from trainhub_core.models.attempt import Answer, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Form,
    Gap,
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
    Question,
    Quiz,
    ShortAnswer,
    TextGap,
    TrueFalse,
)
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARKS = "abAB 019 #>-[]()|\\`.x=*_{}:±äß…\n"
Thing = TypeVar("Thing")


def tidy(text: str) -> str:
    """Without blank lines at its ends and spaces in blank lines, as a file keeps it."""
    return "\n".join(line if line.strip() else "" for line in text.split("\n")).strip("\n")


texts = st.one_of(
    st.text(MARKS, min_size=1, max_size=60),
    st.lists(
        st.sampled_from(
            ["## A", "### Hint", "> said", "- (x) so", "- [ ] no", "\\## kept", "1. one", "```", "    code", "", "plain", "- [go](#a)"]
        )
    ).map("\n".join),
).map(tidy)
prompts = texts.filter(lambda text: bool(text.strip()) and "[[" not in text)
lines = st.text(MARKS.replace("\n", ""), min_size=1, max_size=30).map(str.strip).filter(bool)
words = st.text("abcäß #|-.", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
ids = st.text("abc-x0", min_size=1, max_size=8).filter(lambda text: text[0] != "-")
decimals = st.decimals(min_value=-10_000, max_value=10_000, places=2)


def several(
    things: st.SearchStrategy[Thing], key: Callable[[Thing], object], least: int = 2, most: int = 5
) -> st.SearchStrategy[list[Thing]]:
    return st.lists(things, min_size=least, max_size=most, unique_by=key)


@st.composite
def options(draw: st.DrawFn) -> tuple[Option, ...]:
    found = draw(several(prompts, lambda text: " ".join(text.split())))
    return tuple(Option(id=LETTERS[n], text=text, right=draw(st.booleans()), feedback=draw(texts)) for n, text in enumerate(found))


@st.composite
def one_right(draw: st.DrawFn) -> tuple[Option, ...]:
    found = draw(options())
    right = draw(st.sampled_from(found))
    return tuple(option.model_copy(update={"right": option is right}) for option in found)


@st.composite
def forms(draw: st.DrawFn) -> tuple[Form, ...]:
    found = draw(several(words, str.casefold, least=1))
    rest = tuple(Form(text=text, right=draw(st.booleans()), feedback=draw(texts)) for text in found[1:])
    return (Form(text=found[0], feedback=draw(texts)), *rest)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Number, ...]:
    found = []
    for at in range(draw(st.integers(1, 3))):
        value, by, is_span = draw(decimals), draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(7)])), draw(st.booleans())
        span = {"upto": value + by} if is_span else {"tolerance": by}
        found.append(Number(value=value, right=not at or draw(st.booleans()), feedback=draw(texts), **span))
    return tuple(found)


@st.composite
def gaps(draw: st.DrawFn, gap_id: str) -> Gap:
    return draw(
        st.one_of(
            st.builds(TextGap, id=st.just(gap_id), forms=forms()),
            st.builds(NumberGap, id=st.just(gap_id), numbers=numbers()),
            st.builds(ChoiceGap, id=st.just(gap_id), options=one_right()),
        )
    )


@st.composite
def clozes(draw: st.DrawFn) -> Cloze:
    names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    prompt = " ".join(f"{draw(words)} [[{name}]]" for name in names)
    return Cloze(id="q", prompt=prompt, gaps=tuple(draw(gaps(name)) for name in names), all_or_nothing=draw(st.booleans()))


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    """Targets in the order in which the items name them, those that lead astray last."""
    targets = [MatchTarget(id=LETTERS[n], text=text) for n, text in enumerate(draw(several(lines, lambda text: text)))]
    used = draw(st.integers(1, len(targets)))
    chosen = [*range(used), *draw(st.lists(st.integers(0, used - 1), max_size=2))]
    chosen = chosen if len(chosen) > 1 else [0, 0]
    lefts = draw(several(lines, lambda text: text, least=len(chosen), most=len(chosen)))
    items = [
        MatchItem(id=str(n), text=text, target=LETTERS[at], feedback=draw(st.one_of(st.just(""), lines)))
        for n, (text, at) in enumerate(zip(lefts, chosen, strict=True), 1)
    ]
    return Matching(id="q", prompt=draw(prompts), items=tuple(items), targets=tuple(targets), all_or_nothing=draw(st.booleans()))


@st.composite
def orderings(draw: st.DrawFn) -> Ordering:
    found = draw(several(prompts, lambda text: " ".join(text.split()), most=12))
    items = tuple(OrderItem(id=LETTERS[n], text=text, feedback=draw(texts)) for n, text in enumerate(found))
    return Ordering(id="q", prompt=draw(prompts), items=items, all_or_nothing=draw(st.booleans()))


flags = st.booleans()
responses = st.builds(MultipleResponse, id=st.just("q"), prompt=prompts, options=options(), fixed=flags, all_or_nothing=flags)
true_falses = st.builds(TrueFalse, id=st.just("q"), prompt=prompts, right=flags, if_true=texts, if_false=texts)
units = st.sampled_from(["", "hours", "£", "%"])
kinds: st.SearchStrategy[Question] = st.one_of(
    st.builds(MultipleChoice, id=st.just("q"), prompt=prompts, options=one_right(), fixed=flags),
    responses,
    true_falses,
    st.builds(Numeric, id=st.just("q"), prompt=prompts, numbers=numbers(), unit=units),
    st.builds(ShortAnswer, id=st.just("q"), prompt=prompts, forms=forms()),
    matchings(),
    orderings(),
    clozes(),
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question."""
    more = {"hint": draw(texts), "feedback": draw(texts), "version": draw(st.integers(1, 3))}
    question: Question = draw(kinds).model_copy(update=more)
    return question


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    found = draw(st.lists(questions(), min_size=1, max_size=4))
    named = tuple(question.model_copy(update={"id": f"q{n}"}) for n, question in enumerate(found))
    return Quiz(questions=named, pass_mark=draw(st.integers(0, 100)), shuffle=draw(st.booleans()))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Each node leads to the next and perhaps elsewhere, the last is an end: so every one is reached and leads to an end."""
    count = draw(st.integers(1, 5))
    nodes = []
    for n in range(count):
        onward = [n + 1, *draw(st.lists(st.integers(0, count - 1), max_size=2))] if n + 1 < count else []
        choices = tuple(ScenarioChoice(id=LETTERS[at], text=draw(lines), to=f"n{to}", feedback=draw(texts)) for at, to in enumerate(onward))
        score = None if choices else draw(st.one_of(st.none(), st.integers(0, 100)))
        nodes.append(Node(id=f"n{n}", title=draw(words), text=draw(prompts), choices=choices, score=score))
    return Scenario(nodes=tuple(nodes))


@st.composite
def answers(draw: st.DrawFn, question: Question) -> Answer:
    """An answer that could be given to this question, right or wrong."""
    match question:
        case MultipleChoice() | TrueFalse():
            return Chosen(option=draw(st.sampled_from([option.id for option in question.options])))
        case MultipleResponse():
            return Ticked(options=tuple(draw(st.lists(st.sampled_from([it.id for it in question.options]), unique=True))))
        case Numeric():
            return Typed(text=draw(st.one_of(decimals.map(str), st.sampled_from([str(it.value) for it in question.numbers]))))
        case ShortAnswer():
            return Typed(text=draw(st.one_of(words, st.sampled_from([form.text for form in question.forms]))))
        case Matching():
            targets = st.sampled_from([target.id for target in question.targets])
            return Matched(targets={item.id: draw(targets) for item in question.items})
        case Ordering():
            return Ordered(items=tuple(draw(st.permutations([item.id for item in question.items]))))
        case Cloze():
            return Filled(gaps={gap.id: draw(_filling(gap)) for gap in question.gaps})


def _filling(gap: Gap) -> st.SearchStrategy[str]:
    match gap:
        case TextGap():
            return st.one_of(words, st.sampled_from([form.text for form in gap.forms]))
        case NumberGap():
            return st.one_of(decimals.map(str), st.sampled_from([str(it.value) for it in gap.numbers]))
        case ChoiceGap():
            return st.sampled_from([option.id for option in gap.options])
