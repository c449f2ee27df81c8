-- Whether a file held its text, or a machine read it off pictures, with mistakes.
ALTER TABLE document ADD COLUMN origin TEXT NOT NULL DEFAULT 'written' CHECK (origin IN ('written', 'recognized'));
