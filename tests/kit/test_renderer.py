"""Lists to choose from are drawn by hand as Django's template draws them."""

from html.parser import HTMLParser

from django import forms
from django.forms.renderers import Jinja2
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.kit.renderer import Renderer

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.none(), WORDS.map(SafeString))
OPTIONS = st.lists(st.tuples(VALUES, WORDS), max_size=4)
CHOICES = st.lists(st.one_of(st.tuples(VALUES, WORDS), st.tuples(WORDS.filter(bool), OPTIONS)), max_size=5)
ATTRS = st.dictionaries(
    st.sampled_from(["class", "id", "required", "aria-x"]), st.one_of(WORDS, st.booleans())
)


class Read(HTMLParser):
    """What a browser reads: tags with their attributes, and words."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(drawn)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if words := data.strip():
            self.found.append(words)


@given(
    WORDS, CHOICES, st.one_of(st.none(), VALUES), ATTRS, st.sampled_from([forms.Select, forms.SelectMultiple])
)
@settings(max_examples=150, deadline=None)
def test_what_is_drawn_by_hand_is_what_the_template_draws(name, choices, value, attrs, kind) -> None:
    given_ = [value] if kind is forms.SelectMultiple else value
    drawn = [kind(choices=choices).render(name, given_, attrs, renderer=one()) for one in (Renderer, Jinja2)]
    assert Read(drawn[0]).found == Read(drawn[1]).found


def test_what_people_wrote_is_never_markup() -> None:
    drawn = forms.Select(choices=[('"><script>', "<b>x</b>")]).render("n", None, {}, renderer=Renderer())
    assert "<script>" not in drawn
    assert "<b>" not in drawn
