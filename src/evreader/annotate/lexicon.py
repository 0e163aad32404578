"""Words the annotator knows: reporting verbs, titles, roles, given names, function words.

The lists are English and written for news; a language they do not cover gets its quotes marked without speakers.
"""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def _verbs(lemmas: str) -> dict[str, str]:
    """Every form of regular English verbs, each with its lemma."""
    forms: dict[str, str] = {}
    for lemma in lemmas.split():
        if lemma.endswith("e"):
            past, gerund = lemma + "d", lemma[:-1] + "ing"
        elif lemma.endswith("y") and lemma[-2] not in "aeiou":
            past, gerund = lemma[:-1] + "ied", lemma + "ing"
        else:
            past, gerund = lemma + "ed", lemma + "ing"
        if lemma.endswith("y") and lemma[-2] not in "aeiou":
            third = lemma[:-1] + "ies"
        elif lemma.endswith(("s", "sh", "ch", "x", "z")):
            third = lemma + "es"
        else:
            third = lemma + "s"
        for form in (lemma, past, gerund, third):
            forms[form] = lemma
    return forms


def _irregular(table: str) -> dict[str, str]:
    """Lines of "lemma form form …"."""
    forms: dict[str, str] = {}
    for line in table.strip().splitlines():
        lemma, *others = line.split()
        for form in (lemma, *others):
            forms[form] = lemma
    return forms


SAYING: dict[str, str] = _verbs(
    """
    acknowledge add address admonish advise advocate affirm agree allege allow announce answer apologize argue
    ask assert assure attest aver bark bellow bemoan blog boast brag caution challenge chant charge chide chime
    chuckle claim clarify comment complain concede conclude confess confide confirm contend continue counter
    crow cry declare decry defend disagree demand deny describe detail disclose dispute echo elaborate emphasize
    emphasise enthuse exclaim exhort explain express exult fret fume gloat gripe groan growl grumble gush hint
    implore indicate inform inquire insist instruct intone joke jest lament laugh lecture maintain marvel
    mention mock moan mumble murmur muse mutter note object observe offer opine order plead pledge point ponder
    post praise preach predict proclaim profess promise pronounce propose protest publish purr query question
    quip rage rant reason reassure recall recite recommend recount reflect reiterate relate remark remember
    remind repeat report reply respond resume retort retweet reveal roar scoff scold scream shout shriek sigh
    smile sneer snap snarl sniff specify speculate state stress suggest summarize surmise sympathize tease
    testify theorize thunder toast tout tweet underline underscore urge utter venture vent volunteer vow warn
    whine whisper wonder yell vouch caption title label headline text email e-mail telegraph rebut refute hail
    slam blast criticize criticise dismiss denounce condemn blame accuse credit thank attack mock ridicule
    deride characterize characterise dub deem depict portray term brand cite quote reference invoke hope believe
    expect consider regard perceive advertise promote view applaud commend congratulate endorse envision
    estimate anticipate forecast outline present paint
    """
) | _irregular("""
say says said saying
tell tells told telling
write writes wrote written writing
read reads reading
think thinks thought thinking
call calls called calling
hold holds held holding
speak speaks spoke spoken speaking
sing sings sang sung singing
swear swears swore sworn swearing
put puts putting
go goes went gone going
begin begins began begun beginning
find finds found finding
feel feels felt feeling
see sees saw seen seeing
know knows knew known knowing
show shows showed shown showing
send sends sent sending
give gives gave given giving
make makes made making
quip quips quipped quipping
rebut rebuts rebutted rebutting
refer refers referred referring
admit admits admitted admitting
submit submits submitted submitting
blurt blurts blurted blurting
deadpan deadpans deadpanned deadpanning
nod nods nodded nodding
chat chats chatted chatting
plan plans planned planning
rap raps rapped rapping
snap snaps snapped snapping
brag brags bragged bragging
slam slams slammed slamming
pen pens penned penning
chip chips chipped chipping
tout touts touted touting
dub dubs dubbed dubbing
label labels labeled labelled labeling labelling
signal signals signaled signalled signaling signalling
spell spells spelled spelt spelling
plead pleads pled pleaded pleading
lie lies lied lying
remain remains remained
want wants wanted wanting
sum sums summed summing
open opens opened opening
end ends ended ending
close closes closed closing
finish finishes finished finishing
interject interjects interjected interjecting
ad-lib ad-libbed ad-libs
""")
"""Verb form to lemma: verbs that report words or introduce them in some texts. How much each tells is learnt."""

SPEAKING = words(
    """
    say tell write add explain state note ask reply announce tweet post comment continue argue insist
    acknowledge admit declare conclude respond recall warn observe remark joke assert contend claim report
    concede complain predict maintain reiterate stress emphasize emphasise exclaim quip muse recount lament
    testify vow pledge confirm caution counter deadpan elaborate opine agree disagree answer retort boast shout yell
    whisper mutter cry scream sigh interject repeat urge advise suggest promise proclaim read remember reflect
    clarify reveal confess confide read fume scoff snap plead volunteer venture
    """
)
"""Lemmas of which hardly any other use is found beside a quotation."""

AUXILIARIES = words(
    """
    is are was were be been being am has have had having do does did will would can could may might must shall
    should isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't
    ’s ’ve ’d ’ll
    """
)
PREPOSITIONS = words(
    """
    of to for with in at about from on against by over under between among into like than as toward towards
    during after before since until near through without within upon despite via per regarding behind alongside
    including versus across along around beyond off onto outside inside amid called named
    """
)
DETERMINERS = words(
    """
    the a an this that these those one another some many several most two three four five six other his her its
    their our my your both each every any few all no multiple numerous dozens thousands hundreds
    """
)
CONJUNCTIONS = words("and or but nor yet so because although though while when if whether where since")
ADVERBS = words(
    """
    also then later again still even once never always already just only recently reportedly often soon not now
    today yesterday earlier thereafter ever simply famously further too first last once previously apparently
    rather instead nonetheless nevertheless meanwhile afterward afterwards reportedly repeatedly monday tuesday
    wednesday thursday friday saturday sunday
    """
)
PRONOUNS = words("he she they it i we you who")
OBJECT_PRONOUNS = words("him her them me us himself herself themselves itself")

FUNCTION_WORDS = (
    AUXILIARIES
    | PREPOSITIONS
    | DETERMINERS
    | CONJUNCTIONS
    | PRONOUNS
    | OBJECT_PRONOUNS
    | words(
        """
    not there here what which whose how why that however meanwhile moreover furthermore additionally according
    still also then later perhaps maybe yes well oh okay ok instead indeed thus hence therefore today yesterday
    tomorrow now asked speaking writing responding referring given unlike as such both either neither much more
    less least very too just only even although let please thanks see read watch update updated related photo
    image source credit via follow following next last first second third finally overall similarly likewise
    besides elsewhere otherwise because earlier nearly almost about once twice sadly hopefully clearly obviously
    certainly unfortunately fortunately interestingly notably specifically nothing something everything anything
    nobody somebody everybody anybody everyone someone anyone every never ever always often sometimes usually
    recently previously currently
    """
    )
)
"""Words that, capitalised at the start of a sentence, are no name."""

CALENDAR = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat
    christmas easter thanksgiving
    """
)

HONORIFICS: dict[str, str] = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "dame": "f", "lord": "m", "lady": "f",
    "king": "m", "queen": "f", "prince": "m", "princess": "f", "herr": "m", "frau": "f", "monsieur": "m",
    "madame": "f", "señor": "m", "señora": "f", "brother": "m", "sister": "f", "father": "m", "baroness": "f",
    "congresswoman": "f", "congressman": "m", "chairwoman": "f", "spokeswoman": "f", "councilwoman": "f",
    "chairman": "m", "spokesman": "m", "businesswoman": "f", "businessman": "m", "assemblywoman": "f",
}  # fmt: skip
"""Titles that tell a gender."""

TITLES = frozenset(HONORIFICS) | words(
    """
    dr prof professor sen sens senator rep reps representative gov governor president vice vice-president pres
    prime minister chancellor secretary mayor gen general lt lieutenant col colonel capt captain maj major sgt
    sergeant officer detective inspector judge justice attorney ambassador commissioner director chief ceo cfo
    coo cto executive chair chairperson chairman rev reverend pope bishop archbishop cardinal rabbi imam
    ayatollah sheikh sheriff councilman councillor councilor congressman speaker leader founder co-founder
    cofounder co-ceo analyst economist engineer designer manager head spokesperson editor author reporter
    correspondent host anchor columnist journalist coach candidate deputy assistant former ex then acting
    interim senior junior managing principal lead boss svp evp vp chief-of-staff undersecretary treasurer
    delegate assemblyman superintendent pastor dean cochair co-chair strategist pollster adviser advisor aide mp
    mep pm treasury state strategist activist investor entrepreneur billionaire actor actress singer rapper
    director producer cto cmo cio chro president-elect majority minority
    """
)
"""Words before a name that belong to a role and not to the name. Compared in lower case without full stop."""

PERSON_NOUNS = words(
    """
    spokesman spokeswoman spokesperson spokespeople spokesmen official officials analyst analysts aide aides
    adviser advisers advisor advisors expert experts executive executives engineer engineers researcher
    researchers scientist scientists economist economists critic critics supporter supporters opponent opponents
    lawyer lawyers attorney attorneys judge judges prosecutor prosecutors police officer officers investigator
    investigators regulator regulators lawmaker lawmakers senator senators congressman congresswoman governor
    mayor minister president chairman chairwoman chair chief director manager managers boss founder co-founder
    ceo owner owners driver drivers customer customers buyer buyers dealer dealers employee employees worker
    workers union source sources insider insiders person people man woman men women resident residents witness
    witnesses victim student students teacher professor author authors writer editor editors reporter reporters
    journalist journalists columnist blogger host anchor moderator narrator voter voters candidate nominee
    frontrunner front-runner billionaire businessman businesswoman mogul tycoon entrepreneur investor investors
    shareholder shareholders trader traders strategist strategists pollster operative operatives activist
    activists protester protesters organizer organizers leader leaders member members delegate representative
    representatives ambassador diplomat diplomats secretary commissioner general colonel sergeant captain
    veteran veterans soldier doctor doctors nurse patient mother father wife husband son daughter brother sister
    friend friends neighbor neighbour user users commenter reader readers fan fans player coach star actor
    actress singer musician pastor priest pope king queen prince princess designer consultant consultants
    contractor developer developers technician mechanic pilot astronaut historian biographer scholar scholars
    psychologist sociologist premier chancellor lieutenant deputy vice-president democrat democrats republican
    republicans conservatives liberals guy girl boy kid child children couple audience crowd rival rivals
    colleague colleagues partner counterpart successor predecessor whistleblower informant staffer staffers
    staff team panel speaker heckler caller attendee attendees tester testers reviewer reviewers insurer
    landlord farmer fisherman hunter chef retiree student graduate teenager youngster lobbyist ally allies both
    others another one many some several neither
    """
)

BODY_NOUNS = words(
    """
    company companies automaker automakers carmaker carmakers maker manufacturer manufacturers firm startup
    start-up business supplier group agency department ministry government administration commission committee
    council board bureau office court tribunal campaign party association federation coalition organization
    organisation institute university college school church bank fund union newspaper paper magazine outlet
    network website site blog publication journal times post press statement report letter email e-mail memo
    memorandum document documents filing lawsuit complaint suit ruling opinion order indictment petition brief
    tweet message post release study survey poll review article story column editorial op-ed headline book
    memoir ad advertisement commercial video clip transcript recording audio speech manifesto resolution bill
    law legislation sign signs banner poster note notice caption page passage section chapter text interview
    brand division subsidiary unit utility operator authority watchdog regulator regulators brokerage think-tank
    nonprofit non-profit charity foundation city county state country nation town embassy delegation team club
    league airline retailer giant conglomerate developer platform service parent industry lobby
    """
)

ORGANISATION_WORDS = words(
    """
    inc corp corporation co company ltd llc plc ag gmbh se sa nv group holdings motors motor automotive auto
    energy power electric technologies technology systems solutions labs lab bank capital partners securities
    research institute university college school department ministry agency administration commission committee
    council board bureau office court senate congress house parliament association federation coalition union
    foundation fund center centre society league alliance network news times post journal tribune herald
    magazine press media radio tv television reuters bloomberg service services industries international
    airlines airways cars vehicles batteries mobility ventures investments insurance consulting analytics
    campaign party republicans democrats police authority organization organisation team ministry army
    international global worldwide studios entertainment sciences club
    grid networks minerals mining metals materials resources logistics charging electronics semiconductor
    semiconductors chemicals steel leasing robotics software petroleum hydrogen renewables storage trucks transit
    transport freight railways shipping brewery
    """
)

ORGANISATION_HEADS = words(
    """
    department ministry bank university institute board office bureau house council court association federation
    society school college union centre center agency commission committee ministry league alliance chamber
    academy church city state
    """
)
"""Words that keep an "of" inside an organisation's name."""

NAME_PARTICLES = words("de van von der den di da del della dos du la le al el bin ibn ben ter ten af av y e zu zur")
NAME_SUFFIXES = words("jr sr ii iii iv md phd esq")

GENDERED_NOUNS: dict[str, str] = {
    "spokeswoman": "f", "chairwoman": "f", "congresswoman": "f", "businesswoman": "f", "actress": "f",
    "mother": "f", "wife": "f", "daughter": "f", "sister": "f", "widow": "f", "queen": "f", "woman": "f",
    "spokesman": "m", "chairman": "m", "congressman": "m", "businessman": "m", "father": "m", "husband": "m",
    "son": "m", "brother": "m", "king": "m", "man": "m",
}  # fmt: skip

SPEECH_NOUNS = words(
    """
    words statement statements remark remarks comment comments claim claims tweet tweets post posts letter
    speech message quote answer response reply reaction email testimony warning promise suggestion assertion
    announcement description call view opinion question pledge vow request line phrase motto slogan argument
    criticism observation declaration account verdict assessment conclusion explanation defence defense pitch
    mantra refrain prediction forecast complaint apology tagline essay op-ed memo note article column attack
    """
)
"""Nouns that stand for somebody's words: "Musk's remarks"."""
