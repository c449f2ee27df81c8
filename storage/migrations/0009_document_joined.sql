-- After which message of its conversation a document joined it (0: before all): answers up to that one were
-- written without it. Ids only grow, also where a clock is set back.
ALTER TABLE conversation_document ADD COLUMN joined_after INTEGER NOT NULL DEFAULT 0;

-- Of those that are there already it is only known that none joined before it was stored.
UPDATE conversation_document SET joined_after = coalesce(
    (SELECT max(message.id) FROM message JOIN document ON document.id = conversation_document.document_id
     WHERE message.conversation_id = conversation_document.conversation_id
     AND message.created_at < document.added_at), 0);
