-- The messages of a conversation are a tree: an edited question and another answer are branches of it.
ALTER TABLE message ADD COLUMN parent_id INTEGER NOT NULL DEFAULT 0; -- the message before it; 0: none

UPDATE message SET parent_id = coalesce((
    SELECT max(earlier.id) FROM message AS earlier
    WHERE earlier.conversation_id = message.conversation_id AND earlier.id < message.id
), 0);

CREATE INDEX message_by_parent ON message (conversation_id, parent_id);

-- The last message of the branch that is shown and goes on; 0, or one that is gone: the latest of all.
ALTER TABLE conversation ADD COLUMN leaf_id INTEGER NOT NULL DEFAULT 0;
