# SPDX-License-Identifier: Apache-2.0
"""heard - what a board's sound says, to the sample: a pack of clips that are cut short, so that a call is said in less
than two seconds, and where a call is in what was captured."""
import wave

RATE = 22050
CLIP_S, LAST_CLIP_S = 0.2, 0.4
ENDS = ("号到", "号尽快到")
PLACE = "号窗口办理业务"
DIGITS = "零一二三四五六七八九"
WORDS = ("请", *"ABCDEFGH", *DIGITS, *ENDS, PLACE)


def make_pack(source, folder):
    """The Chinese clips of the pack `source` that calls at windows are put together from, cut short; text -> samples."""
    folder.mkdir(parents=True)
    known, lines, language = {}, ["jiaohao-voice 1", f"rate {RATE}", "language zh"], None
    for line in (source / "voice.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        language = rest if word == "language" else language
        name, _, text = rest.partition(" ")
        if word != "clip" or language != "zh" or text not in WORDS:
            continue
        with wave.open(str(source / name)) as clip:
            known[text] = clip.readframes(int(RATE * (LAST_CLIP_S if text == PLACE else CLIP_S)))
        (folder / name).parent.mkdir(exist_ok=True)
        with wave.open(str(folder / name), "wb") as clip:
            clip.setparams((1, 2, RATE, 0, "NONE", None))
            clip.writeframes(known[text])
        lines.append(f"clip {name} {text}")
    (folder / "voice.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert set(known) == set(WORDS), set(WORDS) - set(known)
    return known


def sentences(known, number, window):
    """What is said of a number called to a window: the first call, and the next one."""
    start = known["请"] + known[number[0]] + b"".join(known[DIGITS[int(digit)]] for digit in number[1:])
    return [start + known[end] + known[DIGITS[window]] + known[PLACE] for end in ENDS]


def places(sound, said):
    """All the samples at which that begins."""
    found, at = [], sound.find(said)
    while at >= 0:
        if at % 2 == 0:
            found.append(at // 2)
        at = sound.find(said, at + 1)
    return found
