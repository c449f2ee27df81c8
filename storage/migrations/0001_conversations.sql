-- Ids are never used twice (AUTOINCREMENT): what still refers to a removed row must not find another.
CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC, as all times
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversation_by_use ON conversation (updated_at);

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    state TEXT NOT NULL CHECK (state IN ('complete', 'writing', 'interrupted', 'failed')),
    writer INTEGER, -- who is writing the answer; see storage/writer_lock.h
    model TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finish_reason TEXT CHECK (finish_reason IN ('stop', 'length', 'cancelled')), -- NULL: no figures
    prompt_tokens INTEGER,
    reused_tokens INTEGER,
    generated_tokens INTEGER,
    first_token_seconds REAL,
    prefill_tokens_per_second REAL,
    decode_tokens_per_second REAL,
    token_ids BLOB NOT NULL, -- 32-bit little-endian integers
    text TEXT NOT NULL,
    CHECK ((state = 'writing') = (writer IS NOT NULL))
) STRICT;

CREATE INDEX message_by_conversation ON message (conversation_id);

CREATE INDEX message_being_written ON message (writer) WHERE writer IS NOT NULL;
