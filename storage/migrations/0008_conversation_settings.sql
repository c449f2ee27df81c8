-- What the user has decided for a conversation and its documents.
ALTER TABLE conversation ADD COLUMN when_full TEXT NOT NULL DEFAULT 'refuse'
    CHECK (when_full IN ('refuse', 'drop_oldest', 'summarize', 'search')); -- refuse: asked each time

ALTER TABLE conversation_document ADD COLUMN reading TEXT NOT NULL DEFAULT 'ahead'
    CHECK (reading IN ('ahead', 'stopped'));

ALTER TABLE conversation_document ADD COLUMN summary TEXT NOT NULL DEFAULT 'none'
    CHECK (summary IN ('none', 'wanted', 'stopped'));

-- What an answer was not written from, or only in part.
ALTER TABLE message ADD COLUMN left_out_turns INTEGER NOT NULL DEFAULT 0;

ALTER TABLE message ADD COLUMN summarized_turns INTEGER NOT NULL DEFAULT 0;

ALTER TABLE message ADD COLUMN document_parts INTEGER NOT NULL DEFAULT 0; -- 0: documents in full

ALTER TABLE message ADD COLUMN of_document_parts INTEGER NOT NULL DEFAULT 0;
