DROP INDEX IF EXISTS changes_in_order;
