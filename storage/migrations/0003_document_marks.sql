-- Where pages and sections of a document begin, so that an answer can say where it was read.
CREATE TABLE document_mark (
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- 0, 1, 2 … in the order of the text
    position INTEGER NOT NULL, -- Unicode code points of the text before it
    kind TEXT NOT NULL CHECK (kind IN ('page', 'section')),
    label TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
) STRICT, WITHOUT ROWID;
