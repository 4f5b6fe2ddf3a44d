-- desk.sql — the evaluation at a glance: counts over many rows of the slices below; no table of its own.

-- name: desk_regions   many desk_region, at most 1000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: is_open int64, seats int64, done int64
SELECT r.region_code, g.name AS region_name, e.stage AS sent, l.locked_at,
       CASE WHEN e.is_open THEN 1 ELSE 0 END AS is_open,
       (SELECT count(*) FROM round_seat_pub s WHERE s.round_id = r.round_id AND s.region_code = r.region_code
           AND s.ended_at IS NULL) AS seats,
       (SELECT count(*) FROM judge_work_pub w WHERE w.entry_id = e.id AND w.stage = :stage
           AND w.done_at IS NOT NULL) AS done
  FROM round_region_pub r LEFT JOIN region_pub g ON g.code = r.region_code AND g.valid_to IS NULL
       LEFT JOIN assess_entry_pub e ON e.round_id = r.round_id AND e.region_code = r.region_code
       LEFT JOIN judge_lock_pub l ON l.entry_id = e.id AND l.stage = :stage
 WHERE r.round_id = :round_id AND r.is_in
 ORDER BY r.region_code;

-- name: desk_counts   many desk_count, at most 1000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: today text, given int64, answered int64, approved int64, late int64
-- Apart from desk_regions: joined there, each part would carry its region's row through the counting.
SELECT e.region_code, count(*) AS given,
       count(CASE WHEN p.state IN ('answered', 'approved') THEN 1 END) AS answered,
       count(CASE WHEN p.state = 'approved' THEN 1 END) AS approved,
       count(CASE WHEN p.state IN ('given', 'returned') AND p.due < :today THEN 1 END) AS late
  FROM assess_entry_pub e JOIN assess_part_pub p ON p.entry_id = e.id AND p.stage = :stage
 WHERE e.round_id = :round_id
 GROUP BY e.region_code ORDER BY e.region_code;

-- name: desk_loads   many desk_load, at most 5000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: stage int64, regions int64, done int64
-- What each assessor carries, the heaviest first.
SELECT s.post_code, s.post_title, count(s.id) AS regions, count(w.done_at) AS done
  FROM round_seat_pub s LEFT JOIN judge_work_pub w ON w.seat_id = s.id AND w.stage = :stage
 WHERE s.round_id = :round_id AND s.ended_at IS NULL
 GROUP BY s.post_code, s.post_title
 ORDER BY count(s.id) DESC, s.post_code;

-- name: desk_entry   one desk_entry
-- unscoped: the verb asks whether the reader reads the region, or answers in it; it is a number and a code
SELECT e.id, e.code FROM assess_entry_pub e WHERE e.round_id = :round_id AND e.region_code = :region_code;

-- name: desk_parts   many desk_part, at most 1000
-- Items in the hands of agencies of one region, agency by agency.
SELECT p.item, p.state, p.due, p.answered_at, o.code AS org_code, o.name AS org_name
  FROM assess_part_pub p JOIN org_pub o ON o.id = p.org_id
 WHERE reach(p.region_code, p.org_id) AND p.entry_id = :entry_id AND p.stage = :stage
 ORDER BY o.name, o.code, p.item;

-- ---- a region ------------------------------------------------------------------------------------

-- name: desk_instruments   many desk_instrument, at most 1000
-- types: last_year int64
-- Of which a figure of the region is published, the latest first.
SELECT i.instrument_code, max(i.year) AS last_year
  FROM instrument_pub i
 WHERE i.region_code = :region_code AND i.measure = 'actual' AND i.value IS NOT NULL
 GROUP BY i.instrument_code ORDER BY max(i.year) DESC, i.instrument_code;

-- name: desk_results   many desk_result, at most 200
-- The published results of a region, the latest first.
SELECT p.code AS round_code, p.title, p.instrument_code, p.year, r.stage, r.value, r.rank, r.rank_tied, r.ranked
  FROM result_pub r JOIN round_pub p ON p.id = r.round_id
 WHERE r.region_code = :region_code ORDER BY p.year DESC, p.code, r.stage DESC LIMIT 200;

-- name: desk_lates   many desk_late, at most 5000
-- types: today text, items int64, due text
-- Items of open rounds that are still to be answered and whose last day is over, agency by agency.
SELECT r.code AS round_code, r.title, o.code AS org_code, o.name AS org_name, count(p.id) AS items, min(p.due) AS due
  FROM assess_part_pub p JOIN assess_entry_pub e ON e.id = p.entry_id JOIN round_pub r ON r.id = e.round_id
       JOIN org_pub o ON o.id = p.org_id
 WHERE reach(p.region_code, p.org_id) AND reach(e.region_code)
   AND p.region_code = :region_code AND p.state IN ('given', 'returned') AND p.due < :today
   AND r.state = 'open' AND (e.stage < p.stage OR e.is_open)
   AND (p.stage = 2 OR NOT EXISTS (SELECT 1 FROM round_phase_pub h
                                    WHERE h.round_id = r.id AND h.kind = 'stage_2' AND h.from_day <= :today))
 GROUP BY r.code, r.title, o.code, o.name ORDER BY min(p.due), o.name, o.code, r.code;

-- name: desk_rounds   many desk_round, at most 1000
-- Open ones in which the region takes part.
SELECT r.code, r.title FROM round_pub r JOIN round_region_pub g ON g.round_id = r.id
 WHERE g.region_code = :region_code AND g.is_in AND r.state = 'open' ORDER BY r.code;

-- name: desk_finding_rounds   many desk_finding_round, at most 1000
-- The last round of each instrument first: it tells the open findings of those before it too.
SELECT DISTINCT r.instrument_code, r.year, r.code
  FROM result_finding_pub f JOIN round_pub r ON r.id = f.round_id
 WHERE reach(f.region_code, f.org_id) AND f.region_code = :region_code AND f.closed_at IS NULL AND f.kind <> 'strength'
 ORDER BY r.instrument_code, r.year DESC, r.code;

-- name: desk_entry_round   one desk_entry_round
-- types: id assess_entry_id
-- unscoped: for a door on the page of the entry, which asks who reads it
SELECT e.region_code, r.code AS round_code, r.instrument_code
  FROM assess_entry_pub e JOIN round_pub r ON r.id = e.round_id WHERE e.id = :id;
