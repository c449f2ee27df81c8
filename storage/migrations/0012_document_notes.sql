-- What the user of a document should know about how it was read: sentences, one on each line.
ALTER TABLE document ADD COLUMN notes TEXT NOT NULL DEFAULT '';
