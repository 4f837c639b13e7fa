"""Whether a salt is hard enough to guess: an estimate that sees words, repeats and runs of the keyboard."""

from __future__ import annotations

import base64
import binascii
import itertools
import math
import re

LEAST_BITS = 80
"""Fewer than this many bits of surprise, and a machine that tries candidates would come to it."""
LEAST_LENGTH = 16
"""No salt of fewer characters reaches the bits, whatever it is made of."""
LEAST_DIFFERENT = 8
"""Random digits or letters of that length show at least so many different characters."""

_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_RUN_BITS = 6.0
_SHORTEST_RUN = 3

_PAIRS_OF_WORDS = frozenset(
    re.findall(
        "[a-z]{2}",
        "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si "
        "ar ve ra ld ur ll ri ro ic io ly no ne li la ta me ma ee om ce ch co el ec ss ot wa us be ho il ac ca "
        "pe pl po pr so sh su wo wi un ut tr mi mo ge gr fo fr em ia id im ir ie do di ck ad ai am ap av ay bl "
        "bo br by ke ki lo lt lu na ni nc ns oo op ow pa rd rs rt ry sp sw tt ty ul um up ws rk lk my ev ag ef "
        "fi fa ",
    )
)
"""Neighbouring letters that are common in English; about a fifth of all pairs, and most of any text."""
_SHARE_BY_CHANCE = len(_PAIRS_OF_WORDS) / 26**2
_FEWEST_PAIRS = 8
"""Of fewer pairs nothing can be said."""
_FEWEST_BLANKS = 2
"""So many blanks between words, and it is a text: what was drawn at random hardly has one."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_REPEATED = re.compile(r"(.)\1+")
_URL_SAFE = str.maketrans("-_", "+/")
_SHARE_OF_A_TEXT = 0.9
"""Of bytes drawn at random a third can be printed; of a text all but a few."""
_PAIRS_A_PAIR_OF_CAPITALS = 20
"""Of so many pairs of letters drawn at random five are two capitals; where words begin with one, none is."""
_HEX = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")
_BITS_A_LETTER_OF_A_TEXT = 2.0
"""What a letter adds to a text, once its language is known."""
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20)\d\d[-/.]?\d\d[-/.]?\d\d)(?!\d)")
_BITS_A_DATE = 15.0
_TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)")
_BITS_A_TIME = 17.0
_PHONE = re.compile(r"(?<!\d)(?:\+|00?)[1-9]\d{8,12}(?!\d)")
_BITS_A_PHONE = 30.0
_ADDRESS = re.compile(r"://|[a-z]@[a-z]|[.](?:com|org|net|uk|local|internal)\b")
"""What only an address of a page, a mailbox or a machine has: its letters are words."""
_SEPARATOR = re.compile(r"[\s_.,/:@-]")
_LETTERS_IN_DISGUISE = str.maketrans("013457@$!", "oieastasi")


def weakness(salt: str) -> str:
    """What makes a salt easy to guess, in a few words that give nothing of it away; empty where nothing does."""
    if len(salt) < LEAST_LENGTH:
        return f"it is shorter than {LEAST_LENGTH} characters"
    if len(set(salt)) < LEAST_DIFFERENT:
        return "it is made of a few characters, repeated"
    if estimated_bits(salt) < LEAST_BITS:
        return "words, repeats, blanks, dates or runs of the keyboard make it easy to guess"
    return ""


def estimated_bits(salt: str) -> float:
    """How many bits of surprise a text holds for one who knows words, dates, repeats and keyboards, in base 64 too."""
    return min(_bits_of(text) for text in (salt, *_decoded(salt)))


def _decoded(salt: str) -> list[str]:
    """The text that a salt is another spelling of; what was drawn at random is none, but for signs that stand twice."""
    texts = [_REPEATED.sub(r"\1", salt)]
    bare = salt.rstrip("=")
    for decode, padded in (
        (bytes.fromhex, salt),
        (lambda text: base64.b64decode(text.translate(_URL_SAFE), validate=True), bare + "=" * (-len(bare) % 4)),
        (base64.b32decode, bare.upper() + "=" * (-len(bare) % 8)),
    ):
        try:
            text = decode(padded).decode("latin-1")
        except (ValueError, binascii.Error):
            continue
        if text.isascii() and text.isprintable() and text:
            texts.append(text)
        elif sum(map(_is_plain, text)) > _SHARE_OF_A_TEXT * len(text):
            texts.append("".join(filter(_is_plain, text)))
    return texts


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isprintable()


def _bits_of(salt: str) -> float:
    folded = salt.lower()
    costs = [math.log2(_alphabet(salt))] * len(salt)
    if not _HEX.fullmatch(salt):
        letters = folded.translate(_LETTERS_IN_DISGUISE) if 2 * sum(map(str.isalpha, folded)) > len(folded) else folded
        for text in (folded, letters):
            if _has_words(salt, text) or _ADDRESS.search(folded):
                _set(costs, _LETTERS, text, _BITS_A_LETTER_OF_A_TEXT)
        for pattern, most_bits in ((_PHONE, _BITS_A_PHONE), (_DATE, _BITS_A_DATE), (_TIME, _BITS_A_TIME)):
            for found in pattern.finditer(folded):
                bits = min(most_bits, sum(costs[found.start() : found.end()]))
                costs[found.start() : found.end()] = [bits / len(found.group())] * len(found.group())
        _set(costs, _SEPARATOR, folded, 1.0)
    bits, position = 0.0, 0
    while position < len(folded):
        length = max(_length_of_run(folded, position), _length_of_repeat(folded, position))
        length = length if length >= _SHORTEST_RUN else 1
        cost = sum(costs[position : position + length])
        bits += min(_RUN_BITS, cost) if length > 1 else cost
        position += length
    return bits


def _set(costs: list[float], pattern: re.Pattern[str], text: str, cost: float) -> None:
    for found in pattern.finditer(text):
        costs[found.start() : found.end()] = [cost] * len(found.group())


def _has_words(salt: str, folded: str) -> bool:
    """Whether it is a text, by its letters; or, in a language that is not known here, by the blanks between words."""
    is_separated = len(re.findall(r"(?<=\w)\s+(?=\w)", salt)) >= _FEWEST_BLANKS
    return (_is_language(folded) or is_separated) and not _is_in_mixed_case(salt)


def _is_language(folded: str) -> bool:
    """Whether the letters follow one another as in words."""
    runs = [found.group() for found in _LETTERS.finditer(folded)]
    pairs = [run[start : start + 2] for run in runs for start in range(len(run) - 1)]
    common = sum(pair in _PAIRS_OF_WORDS for pair in pairs)
    by_chance = _SHARE_BY_CHANCE * len(pairs) + 3.5 * math.sqrt(_SHARE_BY_CHANCE * (1 - _SHARE_BY_CHANCE) * len(pairs))
    return len(pairs) >= _FEWEST_PAIRS and common > by_chance and 2 * common >= len(pairs)


def _is_in_mixed_case(salt: str) -> bool:
    """Whether letters change case, and keep it, as often as by chance: words do at their first letter, or at each."""
    pairs = [pair for pair in itertools.pairwise(salt) if pair[0].isalpha() and pair[1].isalpha()]
    changes = sum(one.isupper() != other.isupper() for one, other in pairs)
    capitals = sum(one.isupper() and other.isupper() for one, other in pairs)
    small = len(pairs) - changes - capitals
    return 4 * changes > len(pairs) and min(capitals, small) * _PAIRS_A_PAIR_OF_CAPITALS > len(pairs)


def _alphabet(salt: str) -> int:
    """How many characters the kinds that a text shows have between them."""
    kinds = {
        r"[0-9]": 10,
        r"[a-z]": 26,
        r"[A-Z]": 26,
        r"[^0-9A-Za-z]": 32,
    }
    if _HEX.fullmatch(salt):
        return 16
    return sum(size for kind, size in kinds.items() if re.search(kind, salt))


def _length_of_run(folded: str, position: int) -> int:
    """How far the text goes on along an alphabet, the digits or the keyboard, in either direction."""
    longest = max(_length_of_steps(folded, position, step) for step in (1, -1))
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        length = 1
        while folded[position : position + length + 1] in run and position + length < len(folded):
            length += 1
        longest = max(longest, length)
    return longest


def _length_of_steps(folded: str, position: int, step: int) -> int:
    """How far each character is the next one, or the one before, of its alphabet, whichever that is."""
    steps = (ord(other) - ord(one) for one, other in itertools.pairwise(folded[position:]))
    return 1 + sum(1 for _ in itertools.takewhile(lambda difference: difference == step, steps))


def _length_of_repeat(folded: str, position: int) -> int:
    """How far the text says again what it has said before."""
    length = 0
    while position + length < len(folded) and folded[position : position + length + 1] in folded[: position + length]:
        length += 1
    return length
