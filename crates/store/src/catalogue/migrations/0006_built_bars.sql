-- Minutes that the store keeps of days it has built before (`built`), beside bars that users keep. Spreads are points.
ALTER TABLE bars_cache ADD COLUMN built BOOLEAN DEFAULT false;
ALTER TABLE bars_cache ADD COLUMN spread_min BIGINT;
ALTER TABLE bars_cache ADD COLUMN spread_max BIGINT;
ALTER TABLE bars_cache ADD COLUMN spread_close BIGINT;
ALTER TABLE bars_cache ADD COLUMN spread_sum DOUBLE;
