CREATE TABLE ops.alerts (
  alert_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key text NOT NULL,
  entry json NOT NULL,
  seen integer NOT NULL,
  missed integer NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  begun_at timestamptz,
  ended_at timestamptz
);
--> statement-breakpoint
CREATE UNIQUE INDEX alerts_open ON ops.alerts (key) WHERE ended_at IS NULL;
--> statement-breakpoint
CREATE TABLE ops.alert_messages (
  alert_id uuid NOT NULL CONSTRAINT alert_messages_alert_id_alerts_alert_id_fk REFERENCES ops.alerts,
  event text NOT NULL,
  receiver text NOT NULL,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz,
  given_up_at timestamptz,
  failure text,
  PRIMARY KEY (alert_id, event, receiver),
  CONSTRAINT alert_messages_event CHECK (event IN ('begin', 'end')),
  CONSTRAINT alert_messages_receiver CHECK (receiver IN ('webhook', 'slack', 'email'))
);
--> statement-breakpoint
CREATE INDEX alert_messages_open ON ops.alert_messages (alert_id) WHERE delivered_at IS NULL AND given_up_at IS NULL;
--> statement-breakpoint

COMMENT ON TABLE ops.alerts IS 'One row for each time that an entry of the attention list appears, from its first evaluation to its end.';
COMMENT ON COLUMN ops.alerts.alert_id IS 'Part of the ids of the messages and of their workflows.';
COMMENT ON COLUMN ops.alerts.key IS 'Key of the entry, as GET /analytics/attention returns it.';
COMMENT ON COLUMN ops.alerts.entry IS 'The entry when it was last seen.';
COMMENT ON COLUMN ops.alerts.seen IS 'Evaluations in a row that found the entry; not counted further once the alert has begun.';
COMMENT ON COLUMN ops.alerts.missed IS 'Evaluations in a row that did not find the entry of an alert that has begun.';
COMMENT ON COLUMN ops.alerts.first_seen_at IS 'When an evaluation first found the entry.';
COMMENT ON COLUMN ops.alerts.last_seen_at IS 'When an evaluation last found it.';
COMMENT ON COLUMN ops.alerts.begun_at IS 'When it had been seen often enough; null before, and then there are no messages.';
COMMENT ON COLUMN ops.alerts.ended_at IS 'When it had been missed often enough; null while it lasts.';
COMMENT ON TABLE ops.alert_messages IS 'Messages of alerts, one for each event and receiver.';
COMMENT ON COLUMN ops.alert_messages.alert_id IS 'The alert (ops.alerts).';
COMMENT ON COLUMN ops.alert_messages.event IS 'begin or end.';
COMMENT ON COLUMN ops.alert_messages.receiver IS 'webhook, slack or email; there is at most one of each.';
COMMENT ON COLUMN ops.alert_messages.created_at IS 'When the evaluation decided to send it.';
COMMENT ON COLUMN ops.alert_messages.delivered_at IS 'When the receiver had accepted it; null before.';
COMMENT ON COLUMN ops.alert_messages.given_up_at IS 'When its delivery was given up; null otherwise.';
COMMENT ON COLUMN ops.alert_messages.failure IS 'Why the newest attempt failed; null if none has.';
