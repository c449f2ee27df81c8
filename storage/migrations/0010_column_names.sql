ALTER TABLE conversation RENAME COLUMN when_full TO overflow_policy;

ALTER TABLE message RENAME COLUMN left_out_turns TO truncated_turns;
