"""What on a page is furniture: told by the names of elements, by tags, and by the wording of short lines."""

import re

from lxml.html import HtmlElement

_SURE = re.compile(
    r"(?:^|[\s_-])(?:"
    r"related(?!.?content)|recommend(?:ed|ations)|recirc\w*|more-?(?:stories|news|from|on|like|reading|articles"
    r"|posts)"
    r"|read-?(?:more|next|also)|also-?(?:read|like)|see-?also|(?:most|top)-?(?:read|popular|viewed|stories)"
    r"|trending|up-?next"
    r"|(?:next|prev(?:ious)?)-?(?:post|article|story|up)|newsletters?|nl-?signup|mailing-?list|sign-?up"
    r"|subscri(?:be|ption)s?"
    r"|opt-?in|email-?(?:form|capture|signup)|share|sharing|sharedaddy|share-?(?:bar|box|buttons?|links|tools|this)"
    r"|social(?!-?(?:media-?)?embed)|addthis|addtoany|follow-?us|jp-relatedposts|yarpp|outbrain|taboola|zergnet"
    r"|mgid|revcontent"
    r"|advert\w*|ads?|adsense|adsbygoogle|ad-?(?:slot|unit|container|wrapper|break|block|label)|sponsor(?:ed|ship)?"
    r"|promo|affiliate-?disclo\w*|commentlist|comments|comment-?(?:list|form|area|section|respond)|disqus|livefyre"
    r"|author-?(?:bio|box|info|card|profile|description|about|details?)|about-?(?:the-?)?author|bio-?box"
    r"|authorbox|contributors?"
    r"|(?:post-?|entry-?)?tags|tag-?(?:list|links|cloud|box)|topics-?list|breadcrumbs?|cookies?|consent|gdpr"
    r"|pop-?up|modal"
    r"|lightbox|paywall|piano|book-?a-?demo|feedback|was-?this-?helpful|copyright|no-?print"
    r")(?=$|[\s_-])",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"(?:^|[\s_])(?:(?:[\w-]*-)?(?:sidebar|side-?bar|navigation|navbar|nav|menu|footer|toolbar|pagination|pager"
    r"|cta|call-?to-?action)"
    r"|side|rail|widget|widgets|header|masthead|banner|meta|metadata|(?:post|entry|article)-?meta|byline|dateline"
    r"|timestamp"
    r"|reading-?time|screen-?reader(?:-text)?|sr-?only|visually-?hidden|skip-?link|author|credits?|image-?credit"
    r"|ratings?|stars"
    r"|login|search|form|buttons?|btn|video-?(?:player|container|playlist)|player|playlist|slider|carousel|icons?"
    r"|logo|kicker|eyebrow"
    r"|categor(?:y|ies)|labels?|ticker|teasers?|cards?|disclaimer|popular|poll|comment|tag)(?=$|\s)",
    re.IGNORECASE,
)
_NEVER = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "tbody", "thead", "table", "body", "html", "main")
)
"""Elements whose names say how they look rather than what they are for."""
_JUNK_ROLES = frozenset(("navigation", "complementary", "contentinfo"))
_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:tool-?tip|popover|rollover|hover-?card|sr-?only|screen-?reader(?:-text)?|visually-?hidden"
    r"|assistive-text)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_JUNK_TAGS = frozenset(("nav", "footer", "form", "aside", "button"))
MAX_NAMES = 400
"""Characters of an element's class and id that are looked at."""

_JUNK_LINE = re.compile(
    r"^\W*(?:"
    r"(?:advert|advertisement|advertising|sponsored(?: content| links?)?|promoted|publicité|werbung|anzeige"
    r"|publicidad|publicidade|реклама)\W*$"
    r"|(?:read|see|watch|listen|view|click|learn|find out)(?: (?:more|also|next|now|here|full (?:story|article"
    r"|review))\b[^.]{0,160}|\s*[:–—|-][\s\S]{0,160})$"
    r"|(?:also (?:read|see|on)|must[- ]read|can also read|related(?: (?:articles?|stor(?:y|ies)|posts?|news"
    r"|reading|content|topics?|coverage|links?|videos?))?|more (?:from|on|like this|stories|news|articles"
    r"|coverage)|recommended (?:for you|reading|stories|articles|posts)|you (?:may|might) also (?:like|enjoy"
    r"|be interested)|don['’]t miss|up next|most (?:read|popular)|top stories|latest (?:news|stories)"
    r"|editor['’]s picks?|keep reading|continue reading|further reading|story continues|article continues"
    r"|lesen sie auch|mehr zum thema|lire aussi|à lire aussi|leia (?:mais|também)|lea también|leggi anche"
    r"|lees ook|читайте также)(?:\s*[:：–—|>-][\s\S]{0,200}|\s*\n[\s\S]{0,300}|\s*\W*| (?:below|after"
    r"|story)[^.]{0,60})$"
    r"|(?:share|tweet|pin(?: it)?|email|print|copy link|save|like|bookmark|reddit|whatsapp|facebook|twitter"
    r"|linkedin|pinterest|flipboard|telegram|comments?|reply|report|subscribe|sign up|log ?in|sign in|follow"
    r"|back to top|top|next|previous|close|menu|search|skip ad|loading|photo|video|image|gallery|replay|embed"
    r"|link|link to this (?:video|story|page)|caption|back to gallery|tags?|topics?|categor(?:y|ies)|filed under"
    r"|posted in|get started|book a demo|free trial|get a quote|buy now|check price|view deal"
    r"|scroll for more)(?: (?:this(?: (?:article|story|post|page))?|on \w+|via \w+|with friends|now|article|us|in"
    r"|count|today))?\W*$"
    r"|(?:share|tweet) (?:this|on|via|with|your)\b[\s\S]{0,80}$"
    r"|(?:sign up|subscribe|register|get|join|receive|want more)\b[\s\S]{0,160}\b(?:newsletters?|inbox|e-?mails?"
    r"|free trial|alerts?|magazine|mailing list)\b[\s\S]{0,160}$"
    r"|(?:start|sign up|get|book|request|schedule|try)\b[^.]{0,60}\b(?:free (?:trial|quote|demo)|a demo"
    r"|today for free)\b[\s\S]{0,120}$"
    r"|(?:follow|like|find|connect with|join|contact|reach|email) (?:us|me|him|her|them|the (?:author|reporters?"
    r"|writer)|[\w’'. ]{1,40}) (?:on|at) (?:facebook|twitter|x|instagram|linkedin|youtube|telegram|whatsapp"
    r"|social media|google news|https?:|@|\S+@)[\s\S]{0,200}$"
    r"|(?:click|tap) here (?:to|for)\b[\s\S]{0,140}$"
    r"|download (?:our|the)\b[\s\S]{0,60}\bapp\b[\s\S]{0,60}$"
    r"|have (?:a|an?y) (?:news )?(?:tips?|story)\b[^?]{0,40}\?[\s\S]{0,200}$|got a (?:news )?tip\?[\s\S]{0,200}$"
    r"|(?:©|copyright\b|\(c\) ?\d|all rights reserved)[\s\S]{0,260}$"
    r"|view (?:this post on instagram|author page|all posts)[\s\S]{0,80}$|a post shared by[\s\S]{0,120}$"
    r"|(?:estimated )?(?:reading time|read time|tempo de leitura|lesezeit|temps de lecture)\W[\s\S]{0,40}$"
    r"|\d{1,3} ?-?min(?:ute)?s? read\W*$"
    r"|(?:leave a (?:comment|reply)|post a comment|add a comment|join the (?:conversation|discussion)"
    r"|view comments|show comments|\d+ comments?|no comments(?: yet)?|tell us what you think"
    r"|share your opinion[\s\S]{0,60})\W*$"
    r"|(?:tags?|topics?|filed under|categories|categorias|category|posted in|in this article)(?:\s*:"
    r"|\n)[\s\S]{0,300}$"
    r"|home ?[>›»/|][\s\S]{0,160}$"
    r"|to see this content[\s\S]{0,80}cookies\W*$|(?:please )?enable javascript[\s\S]{0,100}$"
    r"|(?:(?:image|slide|photo|page) )?\d+ (?:of|/|of /) \d+\W*$|subscribe to [^.]{0,80}[.!]?$"
    r"|more [\w ]{1,30}: https?:\S+[\s\S]{0,80}$|follow [\s\S]{0,40}\bcoverage\b[\s\S]{0,80}$"
    r"|\[/?[a-z][a-z_-]{2,40}(?:\s[^\]]*)?\]$"
    r"|(?:this (?:post|article|story|page|content) )?(?:was )?(?:last )?updated (?:on |at |in )?[^\n]{0,40}$"
    r"|(?:want|ready|looking|curious|interested)\b[^?]{3,120}\?(?:$|\s*(?:explore|check|try|book|start|get"
    r"|contact|see|visit|click)\b[^.!]{0,120}[.!]?$)"
    r"|related article\b[\s\S]{0,120}$"
    r"|\(?(?:additional )?(?:reporting|editing|writing) by\b[\s\S]{0,300}$"
    r")"
    r"|^[^.]{0,160}\bcontributed (?:reporting|to this (?:report|article|story|post))\b[^.]{0,60}\W*$"
    r"|^[\s\S]{0,60}\bcoment[aá]rios\b[\s\S]{0,200}\bmoderador\b"
    r"|^[\s\S]{0,100}\bcomments\b[\s\S]{0,160}\bmoderat(?:ed|ion|or)\b[\s\S]{0,100}$"
    r"|^[\s\S]{0,260}\b(?:sign(?:ing)? up|subscri(?:be|ption|ptions|bing))\b[\s\S]{0,200}\b(?:newsletter|inbox"
    r"|click here|use the code|mailing list)\b[\s\S]{0,120}$"
    r"|^[\s\S]{0,200}\bdelivered (?:to|through|straight|right)\b[\s\S]{0,160}\b(?:click here|subscribe"
    r"|sign up)\b[\s\S]{0,100}$"
    r"|^[\s\S]{0,160}\b(?:affiliate links?|affiliate commission|earn (?:us )?a (?:small )?commission"
    r"|may be compensated when you)\b[\s\S]{0,240}$",
    re.IGNORECASE,
)
LONGEST_JUNK_LINE = 420

_LINKS_HEADING = re.compile(
    r"^\W*(?:related(?: \w+)?|more (?:from|on|like|stories|news|articles|coverage|reading)\b[\s\S]{0,60}"
    r"|recommended(?: \w+){0,3}|you (?:may|might) also (?:like|enjoy|be interested)[\s\S]{0,20}"
    r"|(?:our|other|all|similar|featured|recent|top|latest|more)(?: [\w’']+){0,3} (?:stories|articles|posts|news"
    r"|videos|headlines)|[\w ]{3,30} to check out"
    r"|don['’]t miss|most (?:read|popular)[\s\S]{0,40}|trending(?: \w+){0,2}|top stories|latest (?:news|stories"
    r"|posts|articles)|editor['’]s picks?|popular (?:posts|stories|articles)|up next|read next|what to read next"
    r"|also read|see also|keep reading|further reading|explore further|partner news"
    r"|additional [\w ]{0,30}resources|mehr zum thema|lesen sie auch|lire aussi|à lire aussi|leia também"
    r"|lea también|leggi anche|lees ook|читайте также)\W*$",
    re.IGNORECASE,
)
_END_HEADING = re.compile(
    r"^\W*(?:about (?:the|this|our) (?:authors?|writers?|contributors?|company|show|blog)|about us"
    r"|author(?: bio)?|meet the author|leave a (?:comment|reply)|comments?|\d+ comments?|join the (?:conversation"
    r"|discussion)|share (?:this|your)[\s\S]{0,40}"
    r"|(?:subscribe|sign up)[\s\S]{0,60}|newsletter|tags|categories|discover more from[\s\S]{0,60}|über (?:den"
    r"|die) autor(?:in|en)?|deixe um comentário|sobre o autor|write a comment|post (?:a )?comment|disclaimer"
    r"|contact info(?:rmation)?|media contacts?)\W*$",
    re.IGNORECASE,
)


def names_of(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAMES]


def strength(element: HtmlElement) -> int:
    """How surely an element's own names and tag say furniture: 2 surely, 1 probably, 0 nothing said."""
    if element.tag in _NEVER:
        return 0
    names = names_of(element)
    if len(names) > 1:
        if _SURE.search(names):
            return 2
        if _LIKELY.search(names):
            return 1
    return 1 if element.tag in _JUNK_TAGS or element.get("role") in _JUNK_ROLES else 0


def is_unseen(element: HtmlElement) -> bool:
    """Whether a piece of a line is not shown until something happens: tooltips, notes for screen readers."""
    names = names_of(element)
    return (
        (len(names) > 1 and bool(_UNSEEN.search(names)))
        or element.get("hidden") is not None
        or bool(_HIDING.search(element.get("style") or ""))
    )


def is_junk_line(text: str) -> bool:
    """Whether a short text is furniture by its wording: "Read more: ...", "Share this story"."""
    return len(text) <= LONGEST_JUNK_LINE and bool(_JUNK_LINE.match(text))


def heads_junk(text: str) -> str:
    """What a heading announces: "links" to other stories, the "end" of the article, or "" for anything else."""
    if len(text) > 90:
        return ""
    if _LINKS_HEADING.match(text):
        return "links"
    return "end" if _END_HEADING.match(text) else ""
