"""Word stems, by which the inflections of an English word meet.

M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; with the two departures that he published
later ("-logi" and "-bli" in step 2).
"""

import re

# A consonant is no vowel; y is a vowel after a consonant. A word is [C](VC)^m[V]: m is its measure.
_RUN_OF_CONSONANTS = "[^aeiou][^aeiouy]*"
_RUN_OF_VOWELS = "[aeiouy][aeiou]*"
_ONE = re.compile(f"(?:{_RUN_OF_CONSONANTS})?{_RUN_OF_VOWELS}{_RUN_OF_CONSONANTS}")
_TWO = re.compile(f"(?:{_RUN_OF_CONSONANTS})?(?:{_RUN_OF_VOWELS}{_RUN_OF_CONSONANTS}){{2}}")
_EXACTLY_ONE = re.compile(f"(?:{_RUN_OF_CONSONANTS})?{_RUN_OF_VOWELS}{_RUN_OF_CONSONANTS}(?:{_RUN_OF_VOWELS})?$")
_HAS_VOWEL = re.compile(f"(?:{_RUN_OF_CONSONANTS})?[aeiouy]")
_SHORT_END = re.compile(f"{_RUN_OF_CONSONANTS}[aeiouy][^aeiouwxy]$")

_PAST = re.compile("(.+?)(ed|ing)$")
_STEP_2 = re.compile(
    "(.+?)(ational|tional|enci|anci|izer|bli|alli|entli|eli|ousli|ization|ation|ator|alism|iveness|fulness|ousness|"
    "aliti|iviti|biliti|logi)$"
)
_STEP_2_ENDS = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = re.compile("(.+?)(icate|ative|alize|iciti|ical|ful|ness)$")
_STEP_3_ENDS = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = re.compile("(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$")
_LONGEST = 32


def stem(word: str) -> str:
    """The stem of a folded word; words of other scripts, numbers and very short or long ones stay as they are."""
    if not 3 < len(word) <= _LONGEST or not (word.isascii() and word.isalpha()):
        return word
    first = word[0]
    if first == "y":
        word = "Y" + word[1:]
    if word.endswith("s"):
        if word.endswith(("sses", "ies")):
            word = word[:-2]
        elif not word.endswith("ss"):
            word = word[:-1]
    if word.endswith("eed"):
        if _ONE.match(word[:-3]):
            word = word[:-1]
    elif (past := _PAST.match(word)) and _HAS_VOWEL.match(past[1]):
        word = past[1]
        if word.endswith(("at", "bl", "iz")):
            word += "e"
        elif word[-1] == word[-2:-1] and word[-1] not in "aeioulszy":
            word = word[:-1]
        elif _EXACTLY_ONE.match(word) and _SHORT_END.match(word):
            word += "e"
    if word.endswith("y") and _HAS_VOWEL.match(word[:-1]):
        word = word[:-1] + "i"
    for ends, replaced in ((_STEP_2, _STEP_2_ENDS), (_STEP_3, _STEP_3_ENDS)):
        found = ends.match(word)
        if found and _ONE.match(found[1]):
            word = found[1] + replaced[found[2]]
    found = _STEP_4.match(word)
    if found and _TWO.match(found[1]):
        word = found[1]
    if word.endswith("e"):
        rest = word[:-1]
        if _TWO.match(rest) or (_ONE.match(rest) and not (_EXACTLY_ONE.match(rest) and _SHORT_END.match(rest))):
            word = rest
    if word.endswith("ll") and _TWO.match(word):
        word = word[:-1]
    return first + word[1:] if first == "y" else word
