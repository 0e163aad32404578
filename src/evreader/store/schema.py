"""The tables, as an append-only list of migrations. Never edit one that has been released; add the next."""

_V1 = """
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- A feed that was removed stays as a row with removed_at: its states, and the stories that were saved, hang on it.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,      -- the url without what does not distinguish feeds
    own_title TEXT NOT NULL DEFAULT '',    -- what the feed calls itself
    given_title TEXT NOT NULL DEFAULT '',  -- what the person calls it
    folder_id INTEGER NOT NULL REFERENCES folder (id),
    site_url TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    body_at INTEGER,
    checked_at INTEGER,
    succeeded_at INTEGER,
    next_check_at INTEGER,
    refresh_after INTEGER,
    failure_kind TEXT,
    failure_message TEXT NOT NULL DEFAULT '',
    failing_since INTEGER,
    failure_count INTEGER NOT NULL DEFAULT 0,
    full_text INTEGER NOT NULL DEFAULT 1,
    private_host TEXT,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

-- What stands beside each feed and smart view. New stories are added by evreader.store.record, a feed's at once;
-- all other changes by the triggers below.
CREATE TABLE tally (
    feed_id INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    stories INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    saved INTEGER NOT NULL DEFAULT 0,
    quotes INTEGER NOT NULL DEFAULT 0,
    takeaways INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rank INTEGER NOT NULL,             -- its place in time, unique; see evreader.store.ranks
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    folder_id INTEGER,                 -- its feed's folder; NULL once the feed is removed
    read_mark INTEGER,                 -- NULL while unread, else when it was read, in the order of reading
    is_saved INTEGER NOT NULL DEFAULT 0,
    work INTEGER NOT NULL DEFAULT 0,   -- 0 while its article is to be made, else the annotator's version
    retry_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    status TEXT,
    quote_count INTEGER NOT NULL DEFAULT 0,
    takeaway_count INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    guid TEXT NOT NULL,
    fingerprint INTEGER NOT NULL,      -- of what the feed said, to tell a changed story
    url TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    first_takeaway TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX story_identity ON story (feed_id, guid);
CREATE UNIQUE INDEX story_rank ON story (rank);
CREATE INDEX story_feed ON story (feed_id, rank);
CREATE INDEX story_folder ON story (folder_id, rank);
CREATE INDEX story_unread ON story (rank) WHERE read_mark IS NULL;
CREATE INDEX story_feed_unread ON story (feed_id, rank) WHERE read_mark IS NULL;
CREATE INDEX story_folder_unread ON story (folder_id, rank) WHERE read_mark IS NULL;
CREATE INDEX story_read ON story (read_mark) WHERE read_mark IS NOT NULL;
CREATE INDEX story_saved ON story (rank) WHERE is_saved = 1;
CREATE INDEX story_takeaways ON story (rank) WHERE takeaway_count > 0;
CREATE INDEX story_work ON story (work, rank);
CREATE INDEX story_retry ON story (retry_at) WHERE retry_at IS NOT NULL;

CREATE TRIGGER story_removed AFTER DELETE ON story BEGIN
    UPDATE tally SET stories = stories - 1, unread = unread - (OLD.read_mark IS NULL),
        saved = saved - OLD.is_saved, quotes = quotes - OLD.quote_count,
        takeaways = takeaways - (OLD.takeaway_count > 0), pending = pending - (OLD.work = 0)
    WHERE feed_id = OLD.feed_id;
END;
CREATE TRIGGER story_changed AFTER UPDATE OF read_mark, is_saved, quote_count, takeaway_count, work ON story BEGIN
    UPDATE tally SET unread = unread + (NEW.read_mark IS NULL) - (OLD.read_mark IS NULL),
        saved = saved + NEW.is_saved - OLD.is_saved, quotes = quotes + NEW.quote_count - OLD.quote_count,
        takeaways = takeaways + (NEW.takeaway_count > 0) - (OLD.takeaway_count > 0),
        pending = pending + (NEW.work = 0) - (OLD.work = 0)
    WHERE feed_id = NEW.feed_id;
END;
CREATE TRIGGER story_moved AFTER UPDATE OF feed_id ON story WHEN NEW.feed_id <> OLD.feed_id BEGIN
    UPDATE tally SET stories = stories - 1, unread = unread - (OLD.read_mark IS NULL),
        saved = saved - OLD.is_saved, quotes = quotes - OLD.quote_count,
        takeaways = takeaways - (OLD.takeaway_count > 0), pending = pending - (OLD.work = 0)
    WHERE feed_id = OLD.feed_id;
    UPDATE tally SET stories = stories + 1, unread = unread + (NEW.read_mark IS NULL),
        saved = saved + NEW.is_saved, quotes = quotes + NEW.quote_count,
        takeaways = takeaways + (NEW.takeaway_count > 0), pending = pending + (NEW.work = 0)
    WHERE feed_id = NEW.feed_id;
END;

-- What the reader did. By feed and guid, not by story: it outlives the story.
CREATE TABLE state (
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    guid TEXT NOT NULL,
    read_at INTEGER,
    saved_at INTEGER,
    PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;

-- What the feed gave for a story whose article is still to be made.
CREATE TABLE waiting (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    body BLOB NOT NULL,
    base_url TEXT NOT NULL,
    image_url TEXT NOT NULL
) STRICT;

CREATE TABLE article (
    story_id INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    annotator_version INTEGER NOT NULL,
    lead_image TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    content BLOB NOT NULL              -- blocks, quotes, takeaways; see evreader.store.packing
) STRICT;

-- The quote book: one row for everything said; its text is in the article. The id is made of the story's rank and
-- the quote's position, so that it sorts newest story first; see evreader.store.ranks.
CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    speaker TEXT
) STRICT;
CREATE INDEX quote_speaker ON quote (speaker COLLATE NOCASE, id) WHERE speaker IS NOT NULL;

CREATE TABLE host (
    name TEXT PRIMARY KEY,
    paused_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE memory (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Without content: the words of a row are what evreader.store.indexing makes of the story and its article.
CREATE VIRTUAL TABLE search USING fts5 (
    title, author, body, place,
    content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_search USING fts5 (
    text, speaker,
    content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
"""

MIGRATIONS: tuple[str, ...] = (_V1,)
"""Migration n (from 0) takes a library of version n to version n + 1; the length is the version this program writes."""

APPLICATION_ID = 0x65765244
"""Marks the file as ours (`PRAGMA application_id`): "evRD" in ASCII."""

NEXT_READ_MARK = "SELECT coalesce(max(read_mark), 0) + 1 FROM story WHERE read_mark IS NOT NULL"
"""SQL for the mark of the next stories to be read."""
