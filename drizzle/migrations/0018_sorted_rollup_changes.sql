-- A statement changes nearly as many cells as rows. Added up by hashing, each keeps some 8 kB for its sums, which overflow to disk;
-- sorted, as they are written in that order anyway, one at a time.
ALTER FUNCTION "gold"."adjust_rollups"() SET enable_hashagg = off;
