"""Whether a list item says something, or only names, asks or commands something."""

import re

from evreader.annotate.takeaways_terms import word_set, words

# Verb forms that show a sentence; folded. Forms that are as often nouns are left out.
_VERBS = word_set(
    """
    is are was were be been has have had will would can could may might must shall should does did do isn't aren't
    wasn't won't can't doesn't didn't it's they're that's there's we're he's she's
    says said plans expects aims wants needs remains becomes became begins began starts started makes made takes took
    gets got goes went comes came gives gave shows showed means meant puts brings brought keeps kept leads led rises
    rose falls fell grows grew cuts loses lost wins won sells sold buys bought builds built holds held sees saw faces
    launches unveils opens closes moves joins leaves left beats hits raises drops adds ends stays runs ran pays paid
    offers spends spent costs reaches follows allows helps supports uses provides includes requires suggests indicates
    signals reflects drives pushes seeks hopes warns claims argues believes thinks knows continues save saves
    remain become begin come make take show mean need want plan expect help support provide include require suggest
    continue rise fall grow lose win sell buy build hold face offer

    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann konnen konnte muss mussen soll sollen
    sollte will wollen darf durfen mochte bleibt bleiben gibt geht steht liegt kommt zeigt macht bringt plant sei seien
    gilt fehlt steigt sinkt drohen droht bedeutet sagt bietet verkauft baut startet wachst verliert erhalt lohnt

    est sont etait etaient sera seront serait a ont avait avaient peut peuvent pourrait doit doivent devrait fait font
    va vont reste restent devient prevoit veut veulent annonce vise permet montre

    es son era eran fue fueron sera seran ha han habia puede pueden podria debe deben hace hacen va van sigue siguen
    tiene tienen queda quedan quiere busca anuncia planea crece cae sube baja
    """
)
_INFLECTED = re.compile(r"[a-z]{3,}(?:ed|es|[^s\W]s|en|te|ten|aron|ieron|ent)$")
_IMPERATIVES = word_set(
    """
    add adjust apply ask avoid be begin boil book bring browse build buy call charge check choose clean click close
    combine compare connect consider contact cook copy create cut decide do don't download drive drop enjoy ensure
    enter explore fill find follow get give go heat hold insert install join keep know learn leave let like limit look
    lower maintain make measure mix monitor move never open order park pay place plan plug pour practice prepare press
    protect put read record register remember remove repeat replace request research reset respect review save
    schedule search select send serve set share shop sign sit sleep stay start stir stop store submit subscribe switch
    take talk tap test think touch try turn update upload use visit vote wait warm wash watch write

    achten beachten nutzen vermeiden prufen melden geben nehmen
    evitez utilisez ajoutez verifiez pensez faites
    evite use utilice anada compruebe haga
    """
)


def is_statement(item: str) -> bool:
    """Whether an item reads as a sentence: at least four words with something like a verb among them.

    Without a grammar this is a matter of odds: a known verb form decides, else an inflected word in an item that is
    long enough or ends as a sentence does.
    """
    found = words(item)
    if len(found) < 4:
        return len(item.strip()) >= 8 and item.rstrip().endswith(("。", "！", "다."))
    if not _VERBS.isdisjoint(found[1:]):
        return True
    ends_as_sentence = item.rstrip().endswith((".", "!", ".”", '."'))
    inflected = any(_INFLECTED.search(word) for word in found[1:])
    return inflected and (ends_as_sentence or len(found) >= 6)


def is_imperative(item: str) -> bool:
    """Whether an item tells the reader to do something."""
    found = words(item)
    return bool(found) and found[0] in _IMPERATIVES
