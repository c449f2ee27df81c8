-- The words of the indexes are those of a text's search form (storage/sqlite/search_form.h).
INSERT INTO message_words (message_words) VALUES ('rebuild');

INSERT INTO passage_words (passage_words) VALUES ('rebuild');
