-- Summaries of parts of a document, from which a long summary is put together. A hash names the part: what
-- else had the same one would be another part of the same document.
CREATE TABLE document_summary (
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    recipe TEXT NOT NULL, -- what the model was asked, and how much it might write
    part_hash BLOB NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (document_id, model, recipe, part_hash)
) STRICT, WITHOUT ROWID;
