-- Which documents a conversation is about.
CREATE TABLE conversation_document (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- 0, 1, 2 … in the order in which they were attached; may have gaps
    PRIMARY KEY (conversation_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_document_by_document ON conversation_document (document_id);
