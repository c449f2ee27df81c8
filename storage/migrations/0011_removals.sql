-- By which kv.db tells the conversations and documents of this library from those of others.
CREATE TABLE library_id (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

INSERT INTO library_id (id, value) VALUES (1, random());

-- What was removed, until what models computed from it is removed from kv.db, too. 'turns': a conversation that
-- lost some of its turns.
CREATE TABLE removed_source (
    kind TEXT NOT NULL CHECK (kind IN ('conversation', 'document', 'turns')),
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER conversation_is_removed AFTER DELETE ON conversation BEGIN
    INSERT OR IGNORE INTO removed_source (kind, id) VALUES ('conversation', old.id);
END;

CREATE TRIGGER document_is_removed AFTER DELETE ON document BEGIN
    INSERT OR IGNORE INTO removed_source (kind, id) VALUES ('document', old.id);
END;
