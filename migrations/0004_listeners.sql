-- Endpoints without a public URL: a listener asks for their deliveries, and no node sends them.

-- Of such an endpoint: when its listener last asked. NULL: its deliveries are sent to its URL.
ALTER TABLE endpoints ADD COLUMN pulled_at BIGINT;
CREATE INDEX endpoints_pulled ON endpoints (pulled_at) WHERE pulled_at IS NOT NULL;

-- 1: a listener asks for it. What nobody asks for must not stand in the way of what is to be sent, so each has its own queue.
ALTER TABLE deliveries ADD COLUMN pulled BIGINT NOT NULL DEFAULT 0;
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (due) WHERE status = 'pending' AND owner IS NULL AND pulled = 0;
CREATE INDEX deliveries_pulled ON deliveries (org_id, endpoint_id, created_at, event_id) WHERE pulled = 1 AND status = 'pending';
