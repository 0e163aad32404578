"""How pages name an author's key points, and how they name what only looks like them."""

import re

from evreader.annotate.takeaways_terms import words

_LEAD = (
    r"(?:(?:the|our|my|your|some|a|few|key|main|top|big|biggest|major|quick|important|most|final|other|article|story|"
    r"post|"
    r"executive|here|is|are|s|here's|today's|editor's|\d+|one|two|three|four|five|six|seven|eight|nine|ten) )*"
)
_TAIL = r"(?: (?:from|of|on|about|for|in|at|so|today|this|before|if|when|now)\b.*)?"
_PEOPLE = r"(?:you|we|readers|drivers|buyers|owners|investors|everyone)"

_STRONG = (
    _LEAD + r"(?:takeaways?|take aways?|talking points)" + _TAIL,
    r"(?:the |our |\d+ )?(?:key|main|most important|essential|quick|crucial) "
    r"(?:points?|facts|findings|insights|messages?|lessons|learnings|developments|details|highlights|things to know)"
    + _TAIL,
    r"(?:story|article|post|news|report) (?:highlights|summary|in brief|at a glance)",
    r"(?:here's |here is )?(?:what|everything|all|things|\w+ things)(?: that)?(?: " + _PEOPLE + r")?"
    r"(?: (?:need|needs|have|should|must|ought))?(?: to)? (?:know|remember)" + _TAIL,
    r"(?:the )?need to knows?",
    r"tl ?dr(?: .{0,30})?|too long didn't read",
    r"(?:the )?(?:short|quick) (?:version|summary|take|read)",
    r"(?:the )?(?:gist|upshot|essentials|lowdown|main point|bottom line|quick summary|ai summary)",
    r"(?:it all |the story |this story )?in a nutshell|in one sentence|executive summary",
    # German
    r"(?:das )?(?:aller)?wichtigste(?: aus .{1,40})?(?: (?:in kurze|im uberblick|auf einen blick|zusammengefasst|"
    r"kurz gefasst|vorab))?",
    r"(?:das|was) (?:sie |du |man |wir )?(?:musst|mussen|muss|sollten|solltest|sollte)?(?: sie| du|"
    r" man)?(?: jetzt)? wissen(?: .{0,50})?",
    r"(?:die )?(?:wichtigsten|zentralen) (?:punkte|fakten|erkenntnisse|infos|informationen|ergebnisse)(?: .{0,50})?",
    r"(?:die )?kern(?:punkte|aussagen|fakten|botschaften)|(?:die )?kurzfassung|darum geht's|darum geht es|kurz gesagt|"
    r"kurz und knapp|kurz knapp|kurz zusammengefasst|kurz erklart|in aller kurze|in kurze",
    # French
    r"l'essentiel(?: a retenir| de l'article| en bref)?|(?:ce qu'il faut|les points a|ce que vous devez|a) "
    r"(?:retenir|savoir)(?: .{0,60})?|(?:les )?points?(?: |-)cles?(?: .{0,40})?|(?:les )?principaux points|"
    r"ce que l'on sait",
    # Spanish
    r"(?:las |los )?(?:\w+ )?(?:claves|puntos clave|ideas clave|puntos principales)(?: (?:de|del|para|sobre) .{1,50})?|"
    r"lo (?:mas )?(?:importante|esencial)|lo que (?:hay|debes|tienes|debe|necesitas) ?(?:que )?saber(?: .{0,50})?",
    # Italian, Portuguese, Dutch
    r"(?:i )?punti chiave|in sintesi|cosa sapere|pontos(?: |-)chave|(?:os )?principais pontos|o que voce precisa saber|"
    r"het belangrijkste(?: in het kort)?|de belangrijkste punten|kort samengevat",
    # Chinese, Japanese, Korean
    r"(?:本文|文章|核心|新闻|記事の)?(?:要点|要點|ポイント|まとめ)|划重点|(?:핵심 ?)?요약",
)
# These name an author's summary on one page and a box of other stories, a product's data or an outline on the next.
_WEAK = (
    r"(?:the )?highlights|in brief|at a glance|in short|(?:a |quick |brief )?(?:summary|recap|overview)|in summary|"
    r"to sum up|"
    r"(?:fast|quick) facts|summing up|the facts",
    r"auf einen blick|(?:im )?uberblick|zusammenfassung|zusammengefasst|highlights|kurz notiert",
    r"en (?:bref|resume|resumen|breve)|(?:le |en )?resume|resumen|(?:los )?destacados|in breve|em resumo|"
    r"samenvatting|samengevat",
)
_INTRO = re.compile(
    r"\b(?:takeaways?|take aways?|key (?:points|facts|findings|insights|messages|lessons|things|developments)|"
    r"main points|"
    r"(?:what|things|points|facts|all)(?: " + _PEOPLE + r")?(?: (?:need|should|have))?(?: to)? (?:know|remember)|"
    r"what we know(?: so far)?|what we(?: have|'ve)? (?:covered|learned|learnt)|recap|to sum up|sum up|in summary|"
    r"in short|"
    r"in a nutshell|bottom line|to summari[sz]e|das wichtigste|(?:wichtigsten|zentralen) (?:punkte|erkenntnisse|"
    r"fakten)|"
    r"(?:kurz )?zusammengefasst|zusammenfassend|a retenir|il faut (?:retenir|savoir)|en resume|points cles|en resumen|"
    r"puntos clave|(?:las|estas) claves|lo mas importante|hay que saber)\b"
)
_CONCLUDING = re.compile(
    r"(?:(?:the|our|my|in|a|some|final|closing|last|key) )*(?:conclusions?|thoughts|words|remarks|summary|outlook|"
    r"wrap up|"
    r"wrapping up|wrapping it up|looking ahead|looking forward|the road ahead|road ahead|what's next|what next|"
    r"what comes next|"
    r"going forward|verdict|in closing|final word|fazit|ausblick|schluss|schlussfolgerung|zum schluss|conclusion|"
    r"conclusiones|en conclusion|conclusao|conclusioni|结论|总结|結論)(?: .{0,60})?"
)
_ELSEWHERE = re.compile(
    r"(?:\b(?:related|see also|further reading|recommended|trending|most read|popular|latest|you may (?:also )?like|"
    r"you might (?:also )?like|read (?:more|next|also|on)|more (?:from|on|about|stories|news|like)|up next|don't miss|"
    r"sources?|references|bibliography|footnotes?|citations|links|resources|credits?|tags|topics|categories|"
    r"specs?|specifications?|technical data|features|options|equipment|ingredients|directions|instructions|method|"
    r"steps|"
    r"how to|tips|checklist|requirements|rules|guidelines|policy|comments?|faqs?|questions|prices?|pricing|cost|"
    r"ratings?|scores?|"
    r"pros|cons|advantages|disadvantages|likes|dislikes|what we (?:like|don't)|we (?:like|love)|contact|about (?:the|"
    r"us)|"
    r"author|share|follow|subscribe|newsletter|sign up|schedule|agenda|events|offers?|deals?|jobs|"
    r"quellen|literatur|einzelnachweise|weiterlesen|mehr zum|mehr aus|lesen sie|auch interessant|das konnte sie|"
    r"verwandte|"
    r"zutaten|zubereitung|anleitung|technische daten|ausstattung|preise?|vorteile|nachteile|bewertung|kommentare|tipps|"
    r"a lire|lire aussi|sur le meme|articles? (?:lies|similaires)|ingredients|preparation|fiche technique|avantages|"
    r"inconvenients|"
    r"commentaires|fuentes|referencias|te puede|le puede|lee tambien|leer mas|mas (?:noticias|sobre)|ingredientes|"
    r"preparacion|"
    r"ficha tecnica|ventajas|desventajas|comentarios|etiquetas)\b)"
)
_STRONG_LABEL = re.compile("|".join(_STRONG))
_WEAK_LABEL = re.compile("|".join(_WEAK))

_SUMMARY = re.compile(
    r"tl ?dr|too long|(?:the |quick |executive |ai )*(?:short version|summary|gist|upshot)|in a nutshell"
)

LABEL_CHARACTERS = 140
LABEL_WORDS = 12
"""The longest label, in words: longer headings are sentences of their own."""


def label_of(text: str) -> str:
    """`text` in the form that the tests below compare: folded words, without punctuation."""
    return " ".join(words(text[:200]))


def is_strong_label(text: str) -> bool:
    """Whether this heading says that the author's key points follow."""
    label = label_of(text) if len(text) <= LABEL_CHARACTERS else ""
    return label.count(" ") < LABEL_WORDS and _STRONG_LABEL.fullmatch(label) is not None


def is_weak_label(text: str) -> bool:
    """Whether this heading may say so, which only what follows can settle."""
    label = label_of(text) if len(text) <= LABEL_CHARACTERS else ""
    return label.count(" ") < LABEL_WORDS and _WEAK_LABEL.fullmatch(label) is not None


def names_a_summary(text: str) -> bool:
    """Whether this label announces one paragraph, "TL;DR", rather than points or a section."""
    return _SUMMARY.match(label_of(text)) is not None


def is_intro(sentence: str) -> bool:
    """Whether this sentence, which ends with a colon, introduces key points: "Here is what to know:"."""
    return sentence.rstrip().endswith((":", "：")) and _INTRO.search(label_of(sentence[-200:])) is not None


def is_concluding(text: str) -> bool:
    """Whether this heading opens an article's conclusion."""
    return _CONCLUDING.fullmatch(label_of(text)) is not None


def leads_elsewhere(text: str) -> bool:
    """Whether this heading opens what is never the author's key points: sources, data sheets, other stories."""
    return _ELSEWHERE.search(label_of(text)) is not None


def inline_label_end(text: str) -> int:
    """Where the content starts in a paragraph that begins with its own label, "Key takeaways: …"; 0 without one."""
    for mark in (":", "：", "\n", " – ", " — ", "."):
        at = text.find(mark, 0, 60)
        if at <= 0:
            continue
        label = text[:at]
        # A full stop ends a label only in "TL;DR." and its like, never a sentence that happens to be short.
        if mark == "." and not label_of(label).startswith(
            ("tl", "bottom line", "the bottom line", "key takeaway", "takeaway")
        ):
            continue
        if is_strong_label(label):
            end = at + len(mark)
            while end < len(text) and text[end].isspace():
                end += 1
            return end if end < len(text) else 0
    return 0
