"""Why a job was not done."""


class JobFault(Exception):
    """It did not work; `sentence` is for the operator. Tried again later, unless it is `final`."""

    def __init__(self, sentence: str, final: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.final = final
