"""Small items and tests of QTI 2, written after the public specification."""

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"


def declared(*values: str, cardinality: str = "single", base: str = "identifier", more: str = "", ident: str = "RESPONSE") -> str:
    """A response with its right values; `more` is a mapping."""
    correct = "".join(f"<value>{value}</value>" for value in values)
    correct = f"<correctResponse>{correct}</correctResponse>" if values else ""
    return f'<responseDeclaration identifier="{ident}" cardinality="{cardinality}" baseType="{base}">{correct}{more}</responseDeclaration>'


def mapped(**worth: float) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in worth.items())
    return f"<mapping>{entries}</mapping>"


def processed(template: str = "match_correct") -> str:
    return f'<responseProcessing template="{TEMPLATES}/{template}"/>'


def item(name: str, declarations: str, body: str, after: str = "", attributes: str = "") -> str:
    """An item; `after` is response processing and feedback."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><assessmentItem xmlns="{NAMESPACE}" identifier="{name}" title="{name}" {attributes}>'
        f"{declarations}<itemBody>{body}</itemBody>{after}</assessmentItem>"
    )


def chosen(*choices: tuple[str, str], prompt: str = "Which?", attributes: str = 'shuffle="true" maxChoices="1"') -> str:
    told = "".join(f'<simpleChoice identifier="{ident}">{text}</simpleChoice>' for ident, text in choices)
    return f'<choiceInteraction responseIdentifier="RESPONSE" {attributes}><prompt>{prompt}</prompt>{told}</choiceInteraction>'


def associable(*choices: tuple[str, str]) -> str:
    return "".join(f'<simpleAssociableChoice identifier="{ident}" matchMax="1">{text}</simpleAssociableChoice>' for ident, text in choices)


def matched(left: str, right: str) -> str:
    return (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="2"><prompt>Match</prompt>'
        f"<simpleMatchSet>{left}</simpleMatchSet><simpleMatchSet>{right}</simpleMatchSet></matchInteraction>"
    )
