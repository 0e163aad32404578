"""The words that carry a text's content, in a form that can be compared."""

import re

from evreader.text import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(listed.split())


# The most frequent words of English, German, French and Spanish, folded: they say nothing about a text's subject.
STOPWORDS = word_set(
    """
    a about above across after again against ago all almost along already also although always am among an and
    another any anyone anything are aren't around as at away back be because been before began behind being
    below between both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't
    done down during each either else enough especially etc even ever every far few first for from further gave
    get gets getting go goes going gone got had hadn't has hasn't have haven't having he he'd he'll he's her
    here here's hers herself him himself his how however i i'd i'll i'm i've if in including indeed instead into
    is isn't it it's its itself just keep kept know last later least less let let's like likely made make makes
    making many may maybe me mean means might more most mr mrs ms much must my myself near nearly never next no
    nor not nothing now of off often on once one only onto or other others our ours ourselves out over own part
    per perhaps put quite rather really s said same say saying says see seem seemed seems seen several shall she
    she's should shouldn't since so some someone something soon still such t take taken than that that's the
    their theirs them themselves then there there's these they they're they've thing things think this those
    though through thus to together told too took toward towards two under until up upon us use used very via
    want wanted was wasn't way we we'll we're we've well went were weren't what what's when where whether which
    while who who's whom whose why will with within without won't would wouldn't yet you you'd you'll you're
    you've your yours yourself

    aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bis bisher da
    dabei damit dann das dass daruber dem den denn der deren des dessen die dies diese diesem diesen dieser
    dieses doch dort durch eine einem einen einer eines er erst es etwa etwas fur gegen gibt habe haben hat
    hatte hatten hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer immer in ist ja jede jeder jetzt kann kein
    keine konnen konnte mehr mit muss mussen nach nicht noch nun nur ob oder ohne schon sehr sein seine seinem
    seinen seiner seit sich sie sind so soll sollen sollte sondern sowie uber um und uns unter vom von vor war
    waren was weil weiter welche wenn wer werde werden wie wieder will wir wird wo wurde wurden zu zum zur zwar
    zwischen

    ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir c'est ce cela celle celui ces cet
    cette ceux chez comme d'un d'une dans de depuis des deux dont du elle elles en encore entre est et etaient
    etait ete etre eux fait il ils jusqu la le les leur leurs lors lui mais meme n'est ne ni notre nous ont ou
    par pas peut plus pour qu'il qu'elle quand que quel quelle qui sa sans selon sera ses si son sont sous sur
    tous tout toute toutes tres un une vers votre vous y

    ademas al algo algunos ante antes asi aunque cada como con contra cual cuando de del desde donde durante e
    el ella ellos en entre era eran es esa ese eso esta estaba estan estar este esto estos fue fueron ha habia
    han hasta hay la las le les lo los mas me mientras mucho muy ni no nos o otra otras otro otros para pero
    poco por porque pueden puede que quien se segun ser si sin sino sobre solo son su sus tambien tan tanto
    tiene tienen toda todo todos tras un una uno unos y ya
    """
)


def words(text: str) -> list[str]:
    """Every word of `text`, folded, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(fold(text))]


def terms(text: str) -> list[str]:
    """The content words of `text`, cut to their first six letters so that inflections meet; numbers whole.

    Scripts without spaces between words give pairs of characters instead.
    """
    found: list[str] = []
    for word in words(text):
        if _CJK.search(word):
            found.extend(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word not in STOPWORDS and (len(word) > 2 or word.isdigit()):
            found.append(word.removesuffix("'s")[:6])
    return found
