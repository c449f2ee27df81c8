CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    characters INTEGER NOT NULL, -- Unicode code points
    added_at INTEGER NOT NULL,
    text_hash BLOB NOT NULL, -- finds candidates; the texts themselves are compared
    text TEXT NOT NULL
) STRICT;

CREATE INDEX document_by_hash ON document (text_hash);
