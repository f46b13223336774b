"""XML of somebody else's: nothing is resolved, nothing runs away, odd encodings are read."""

import pytest

from trainhub_content.importers.xml import XmlRefused, attribute, child, element_of, every, markup, name_of, text_at

BOMB = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]><a>&c;</a>"
EXTERNAL = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
PARAMETER = b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>"


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, PARAMETER])
def test_whoever_defines_entities_is_refused(content: bytes) -> None:
    """CONT-1: neither bombs nor files of this machine."""
    with pytest.raises(XmlRefused, match="entities"):
        element_of(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<a>" * 300 + b"</a>" * 300, "nested"),
        (b"<a><b></a>", "line 1"),
        (b"", "no element found"),
        (b"\x00\x01\x02", "not well formed"),
        (b"<a>&unknown;</a>", "undefined entity"),
        (b"<a " + b" ".join(b"x%d='1'" % at for at in range(300)) + b"/>", "attributes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(XmlRefused, match=sentence):
        element_of(content)


@pytest.mark.parametrize(
    "content",
    [
        "<a>é</a>".encode(),
        b"\xef\xbb\xbf" + "<a>é</a>".encode(),
        "<?xml version='1.0' encoding='utf-16'?><a>é</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"),
        "<a>é</a>".encode("cp1252"),
        "<?xml version='1.0' encoding='utf-8'?><a>é</a>".encode("cp1252"),
        b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a>&eacute;</a>",
    ],
)
def test_encodings_and_named_characters_are_understood(content: bytes) -> None:
    """CONT-1: a mark before the text, a wrong statement, HTML's names; a DTD is named but never fetched."""
    assert element_of(content).text == "é"


def test_elements_are_found_whatever_their_namespace() -> None:
    root = element_of(b"<m:a xmlns:m='urn:m' m:k='v'><m:b>x<m:c/>y</m:b><d><m:b>z &lt; 1</m:b></d></m:a>")
    assert (name_of(root), attribute(root, "k"), text_at(root, "b")) == ("a", "v", "xy")
    assert [each.text for each in every(root, "b")] == ["x", "z < 1"]
    inner = child(root, "d", "b")
    assert inner is not None and markup(inner) == "z &lt; 1" and child(root, "d", "x") is None
