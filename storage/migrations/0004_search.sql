-- The words of all messages and documents. The texts themselves stay where they are: an index refers to its text by
-- `content`. What is removed is overwritten in an index, too (secure-delete). sotto_words: storage/text_tokenizer.h.
-- An answer is found once it is written: until then its text changes twice a second.
CREATE VIEW message_text (id, text) AS SELECT id, text FROM message WHERE state <> 'writing';

CREATE VIRTUAL TABLE message_words USING fts5 (
    text, content = 'message_text', content_rowid = 'id', tokenize = 'sotto_words'
);

INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);

INSERT INTO message_words (rowid, text) SELECT id, text FROM message_text;

CREATE TRIGGER message_is_added AFTER INSERT ON message WHEN new.state <> 'writing' BEGIN
    INSERT INTO message_words (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER message_is_changed AFTER UPDATE OF text, state ON message
WHEN old.text <> new.text OR (old.state = 'writing') <> (new.state = 'writing') BEGIN
    INSERT INTO message_words (message_words, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
END;

CREATE TRIGGER message_is_removed AFTER DELETE ON message WHEN old.state <> 'writing' BEGIN
    INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- A document is indexed by pieces of about a paragraph, so that a hit has a place. A document without passages is
-- not indexed yet; that is done when the library is opened.
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- Unicode code points of the text before it
    first_byte INTEGER NOT NULL, -- bytes of the text before it
    bytes INTEGER NOT NULL
) STRICT;

CREATE INDEX passage_by_document ON passage (document_id);

CREATE VIEW passage_text (id, text) AS
SELECT passage.id, CAST(substr(CAST(document.text AS BLOB), first_byte + 1, bytes) AS TEXT)
FROM passage JOIN document ON document.id = passage.document_id;

CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, content = 'passage_text', content_rowid = 'id', tokenize = 'sotto_words'
);

INSERT INTO passage_words (passage_words, rank) VALUES ('secure-delete', 1);

-- The distinct words of each index: parts of words are looked for among them.
CREATE VIRTUAL TABLE message_vocabulary USING fts5vocab ('message_words', 'row');

CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab ('passage_words', 'row');
