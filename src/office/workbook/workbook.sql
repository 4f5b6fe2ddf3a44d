-- workbook.sql — someone else's workbook: which of its cells belongs to which item of a request.
--
-- The workbook itself is a document of the vault; its bytes are never changed. A row of workbook is there once a
-- cell of it was mapped. Where a cell's item was before stands in the journal.

-- migration 1: workbooks and their cells

CREATE TABLE workbook (
  id             id    PRIMARY KEY,
  document_code  text  NOT NULL UNIQUE,
  region_code    scope NOT NULL,         -- of the document
  org_id         id    NOT NULL REFERENCES org(id),
  title          text  NOT NULL,         -- of the document, as it was then
  changed_at     time  NOT NULL
);
CREATE INDEX workbook_by_org ON workbook (region_code, org_id);

CREATE TABLE workbook_cell (
  id           id    PRIMARY KEY,
  workbook_id  id    NOT NULL REFERENCES workbook(id),
  number       text  NOT NULL,           -- of an item: "3.2.1"
  sheet        text  NOT NULL,
  cell         text  NOT NULL,           -- "C5"
  UNIQUE (workbook_id, number)
);

CREATE VIEW workbook_pub AS SELECT document_code, region_code, org_id, title, changed_at FROM workbook;

-- ---- reading ------------------------------------------------------------------------------------

-- name: workbook_by_document   one workbook
-- unscoped: the verb has read the document first, which says who may
SELECT w.id, w.document_code, w.region_code, w.org_id, w.title, w.changed_at
  FROM workbook w WHERE w.document_code = :document_code;

-- name: workbook_list   many workbook_line, at most 501
-- types: cells int64
SELECT w.document_code, w.title, w.changed_at, o.code AS org_code, o.name AS org_name, count(c.id) AS cells
  FROM workbook w JOIN org_pub o ON o.id = w.org_id LEFT JOIN workbook_cell c ON c.workbook_id = w.id
 WHERE reach(w.region_code, w.org_id)
 GROUP BY w.id, w.document_code, w.title, w.changed_at, o.code, o.name
 ORDER BY w.changed_at DESC, w.id DESC LIMIT 501;

-- name: workbook_cells   many workbook_cell, at most 1000
SELECT c.id, c.workbook_id, c.number, c.sheet, c.cell
  FROM workbook_cell c WHERE c.workbook_id = :workbook_id ORDER BY c.number;

-- ---- writing ------------------------------------------------------------------------------------

-- name: workbook_put   new workbook
INSERT INTO workbook (document_code, region_code, org_id, title, changed_at)
VALUES (:document_code, :region_code, :org_id, :title, :changed_at);

-- name: workbook_touch   run
-- unscoped: the verb has asked for the right
UPDATE workbook SET title = :title, changed_at = :changed_at WHERE id = :id;

-- name: workbook_cell_put   run
INSERT INTO workbook_cell (workbook_id, number, sheet, cell) VALUES (:workbook_id, :number, :sheet, :cell)
    ON CONFLICT (workbook_id, number) DO UPDATE SET sheet = excluded.sheet, cell = excluded.cell;

-- name: workbook_cell_drop   run
DELETE FROM workbook_cell WHERE workbook_id = :workbook_id AND number = :number;
