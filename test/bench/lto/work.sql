-- A fixed piece of work: SQLite's own, and its extensions'.
.load series.so
.load series.so sqlite3_prefixed_init
.load shathree.so
.load shathree.so sqlite3_prefixed_init
.load regexp.so
.load regexp.so sqlite3_prefixed_init
.load decimal.so
.load decimal.so sqlite3_prefixed_init
.load compress.so
.load sqlar.so
.load spellfix.so
.load closure.so
.load percentile.so
.load rot13.so
.load zorder.so
.load uuid.so

CREATE TABLE t(a INTEGER PRIMARY KEY, b INTEGER, c TEXT);
INSERT INTO t SELECT value, value * 7919 % 10007, 'row' || value
  FROM x_generate_series(1, 60000);
CREATE INDEX x ON t(b);
SELECT count(*), sum(a * b) FROM t
  JOIN (SELECT b bb FROM t WHERE a % 10 = 0) ON b = bb WHERE c LIKE '%7%';
SELECT group_concat(b) FROM
  (SELECT b, count(*) k FROM t GROUP BY b ORDER BY k DESC, b LIMIT 5);
UPDATE t SET b = b + 1, c = upper(c) WHERE a % 3 = 0;
DELETE FROM t WHERE a % 7 = 0;
SELECT count(*), sum(b), max(c) FROM t;
WITH RECURSIVE fib(n, a, b) AS (
  SELECT 0, 0, 1 UNION ALL SELECT n + 1, b, (a + b) % 1000003 FROM fib
  WHERE n < 60000) SELECT max(a), sum(a) FROM fib;

SELECT hex(x_sha3(group_concat(c, ','))) FROM t WHERE a < 20000;
SELECT count(*) FROM t WHERE x_regexp('^(row|ROW)[1-4]+(5|6)?7', c);
SELECT x_decimal_sum(x_decimal_mul(a, '0.000125')) FROM t WHERE a < 3000;
SELECT length(compress(group_concat(c))),
  length(uncompress(compress(group_concat(c)))) FROM t;
SELECT sum(length(sqlar_compress(CAST(c || c || c || c AS BLOB)))) FROM t
  WHERE a < 600;
CREATE VIRTUAL TABLE words USING spellfix1;
INSERT INTO words(word) SELECT rot13(c) FROM t WHERE a < 2000;
SELECT count(*), min(score) FROM words WHERE word MATCH 'ebj1234' AND top = 50;
SELECT sum(spellfix1_editdist(c, 'row' || b)) FROM t WHERE a < 20000;
CREATE TABLE tree(id INTEGER PRIMARY KEY, parent INTEGER);
CREATE INDEX parents ON tree(parent);
INSERT INTO tree SELECT value, value / 3 FROM x_generate_series(1, 20000);
CREATE VIRTUAL TABLE c USING transitive_closure(
  tablename = tree, idcolumn = id, parentcolumn = parent);
SELECT count(*), sum(depth) FROM c WHERE root = 1;
SELECT percentile(b, 12.5), percentile(b, 50), percentile(b, 97) FROM t;
SELECT sum(zorder(a % 1000, b % 1000)) FROM t;
SELECT uuid_str(substr(c || 'xxxxxxxxxxxxxxxx', 1, 16)) u,
  count(*) FROM (SELECT CAST(c AS BLOB) c FROM t) GROUP BY u LIMIT 1;
