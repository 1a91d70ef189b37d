"""Word where the stock is too small and what would mend it, for people and for programs."""

from collections import Counter
from collections.abc import Iterator

from vongsach.explaining.relaxations import Audience
from vongsach.explaining.stock import StockAdvice
from vongsach.output.presentation import Presentation, plain
from vongsach.wording.answers import Answer
from vongsach.words import Language, say, sentences

MOST_PLACES = 12


def stock_answer(advice: StockAdvice, language: Language) -> Answer:
    """Return what is to be said of the stock of a plan."""
    return Answer(lines=list(_lines(advice, language)), document=_document(advice))


def _lines(advice: StockAdvice, language: Language) -> Iterator[str]:
    show = Presentation(language)

    def tell(key: str, **facts: object) -> str:
        return say(language, f"explain.stock.{key}", **facts)

    fresh = advice.visits - len(advice.bare)
    yield tell("visits", fresh=show.number(fresh), visits=show.number(advice.visits))
    if not advice.bare:
        yield tell("all_fresh")
        return
    audiences = Counter(visit.audience for visit in advice.bare)
    for audience, count in sorted(audiences.items(), key=lambda one: (-one[1], str(one[0]))):
        named = [visit.place for visit in advice.bare if visit.audience == audience]
        places = sorted(set(named))
        more = len(places) - MOST_PLACES
        listed = plain(", ".join(places[:MOST_PLACES])) + (f" … (+{more})" if more > 0 else "")
        yield tell("bare", audience=_name(audience, language), visits=count, places=listed)
    yield tell("again", bare=show.number(advice.base.bare))
    for one in advice.relaxed:
        rule = tell(f"rule.{one.rule}")
        yield tell("relaxed", rule=rule, bare=show.number(one.bare))
    binding = advice.binding
    if binding is None:
        yield tell("none_binds")
    else:
        saved = show.number(advice.base.bare - binding.bare)
        yield tell("binds", rule=tell(f"rule.{binding.rule}"), visits=saved)
    yield from _purchase_lines(advice, language)


def _purchase_lines(advice: StockAdvice, language: Language) -> Iterator[str]:
    show, bought = Presentation(language), advice.purchase
    if bought is None:
        yield say(language, "explain.stock.buy_nothing")
        return
    boxes = Counter(bought.boxes)
    listed = "; ".join(
        say(
            language,
            "explain.stock.box",
            count=count,
            audience=_name(audience, language),
            copies=bought.copies,
        )
        for audience, count in sorted(boxes.items())
    )
    yield say(
        language,
        "explain.stock.buy_all" if not bought.bare else "explain.stock.buy_some",
        boxes=listed,
        before=show.number(advice.base.bare),
        after=show.number(bought.bare),
        gain=show.number(bought.gain),
    )


def _name(audience: Audience | None, language: Language) -> str:
    if audience is None:
        return say(language, "explain.stock.anybody")
    group, tongue = audience
    known = sentences(language).get(f"workbook.choice.language.{tongue}", plain(tongue))
    return say(
        language,
        "explain.stock.audience",
        group=say(language, f"workbook.choice.audience_group.{group}"),
        tongue=known,
    )


def _document(advice: StockAdvice) -> dict[str, object]:
    bought, binding = advice.purchase, advice.binding
    return {
        "visits": advice.visits,
        "bare": [
            {
                "place": visit.place,
                "day": visit.day.isoformat(),
                "trip": visit.trip,
                "audience": None if visit.audience is None else list(visit.audience),
            }
            for visit in advice.bare
        ],
        "again": {"bare": advice.base.bare, "value": advice.base.value},
        "relaxed": [
            {"rule": one.rule, "bare": one.bare, "value": one.value} for one in advice.relaxed
        ],
        "binding": None if binding is None else binding.rule,
        "purchase": None
        if bought is None
        else {
            "boxes": [list(audience) for audience in bought.boxes],
            "copies": bought.copies,
            "bare": bought.bare,
            "gain": bought.gain,
        },
    }
