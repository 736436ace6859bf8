-- The tables of schema.sql, on SQLite.
CREATE TABLE shop_order (
    id integer PRIMARY KEY AUTOINCREMENT,
    number varchar(32) NOT NULL UNIQUE,
    intent_id varchar(64) NOT NULL UNIQUE,
    status varchar(20) NOT NULL,
    amount bigint NOT NULL,
    currency varchar(3) NOT NULL,
    email varchar(254) NOT NULL,
    created_at datetime NOT NULL,
    changed_at datetime NOT NULL
);
CREATE INDEX shop_order_status ON shop_order (status);
CREATE INDEX shop_order_created_at ON shop_order (created_at);
CREATE TABLE shop_event (
    id integer PRIMARY KEY AUTOINCREMENT,
    event_id varchar(64) NOT NULL UNIQUE,
    type varchar(64) NOT NULL,
    payload text NOT NULL,
    received_at datetime NOT NULL
);
CREATE TABLE shop_mail (
    id integer PRIMARY KEY AUTOINCREMENT,
    order_id bigint NOT NULL REFERENCES shop_order,
    recipient varchar(254) NOT NULL,
    subject varchar(200) NOT NULL,
    created_at datetime NOT NULL,
    sent_at datetime
);
CREATE INDEX shop_mail_order ON shop_mail (order_id);
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < :orders - 1)
INSERT INTO shop_order (number, intent_id, status, amount, currency, email, created_at, changed_at)
SELECT 'N' || n, 'pi_n' || printf('%08d', n), 'created', 2476, 'CLP',
    'cliente' || n || '@example.com', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
FROM numbers;
ANALYZE;
