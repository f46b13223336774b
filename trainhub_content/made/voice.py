"""The voice of the videos: Festival with CMU's SLT (packages festival and festvox-us-slt-hts), free to use and to hand on."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_content.made.tools import ToolMissing, run

Speaker = Callable[[str], bytes]
"""A sentence spoken: a WAV file with one channel of 16 bits."""
VOICE = "voice_cmu_us_slt_arctic_hts"
CALMER = 0.88
"""Of the voice's own tempo: 160 words a minute, as a narrator speaks."""
SOFTER = {"“": "", "”": "", "’": "'", "…": ".", "&": "and"}
"""What the voice would stumble over."""


def festival(sentence: str) -> bytes:
    """The sentence as Festival speaks it. Raises ToolMissing."""
    spoken = "".join(SOFTER.get(character, character) for character in sentence)
    with TemporaryDirectory() as folder:
        text, said, calm = (Path(folder, name) for name in ("said.txt", "said.wav", "calm.wav"))
        text.write_text(spoken, "utf-8")
        try:
            run("text2wave", "-eval", f"({VOICE})", text, "-o", said)
        except subprocess.CalledProcessError as refused:
            raise ToolMissing(f"Festival has no voice {VOICE}: apt-get install festvox-us-slt-hts") from refused
        run("ffmpeg", "-i", said, "-af", f"atempo={CALMER}", "-fflags", "+bitexact", calm)
        return calm.read_bytes()
