-- desk.sql — the evaluation at a glance: counts over many rows of the slices below; no table of its own.

-- name: desk_regions   many desk_region, at most 1000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: today text, is_open int64, given int64, answered int64, approved int64, late int64, seats int64, done int64
SELECT r.region_code, g.name AS region_name, e.stage AS sent, l.locked_at,
       CASE WHEN e.is_open THEN 1 ELSE 0 END AS is_open,
       count(p.id) AS given,
       count(CASE WHEN p.state IN ('answered', 'approved') THEN 1 END) AS answered,
       count(CASE WHEN p.state = 'approved' THEN 1 END) AS approved,
       count(CASE WHEN p.state IN ('given', 'returned') AND p.due < :today THEN 1 END) AS late,
       (SELECT count(*) FROM round_seat_pub s WHERE s.round_id = r.round_id AND s.region_code = r.region_code
           AND s.ended_at IS NULL) AS seats,
       (SELECT count(*) FROM judge_work_pub w WHERE w.entry_id = e.id AND w.stage = :stage
           AND w.done_at IS NOT NULL) AS done
  FROM round_region_pub r LEFT JOIN region_pub g ON g.code = r.region_code AND g.valid_to IS NULL
       LEFT JOIN assess_entry_pub e ON e.round_id = r.round_id AND e.region_code = r.region_code
       LEFT JOIN assess_part_pub p ON p.entry_id = e.id AND p.stage = :stage
       LEFT JOIN judge_lock_pub l ON l.entry_id = e.id AND l.stage = :stage
 WHERE r.round_id = :round_id AND r.is_in
 GROUP BY r.round_id, r.region_code, g.name, e.id, e.stage, e.is_open, l.locked_at
 ORDER BY r.region_code;

-- name: desk_loads   many desk_load, at most 5000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: stage int64, regions int64, done int64
-- What each assessor carries, the heaviest first.
SELECT s.post_code, s.post_title, count(s.id) AS regions, count(w.done_at) AS done
  FROM round_seat_pub s LEFT JOIN judge_work_pub w ON w.seat_id = s.id AND w.stage = :stage
 WHERE s.round_id = :round_id AND s.ended_at IS NULL
 GROUP BY s.post_code, s.post_title
 ORDER BY count(s.id) DESC, s.post_code;

-- name: desk_parts   many desk_part, at most 1000
-- Items in the hands of agencies of one region, agency by agency.
SELECT p.item, p.state, p.due, p.answered_at, o.code AS org_code, o.name AS org_name
  FROM assess_part_pub p JOIN assess_entry_pub e ON e.id = p.entry_id JOIN org_pub o ON o.id = p.org_id
 WHERE reach(p.region_code, p.org_id) AND reach(e.region_code)
   AND e.round_id = :round_id AND e.region_code = :region_code AND p.stage = :stage
 ORDER BY o.name, o.code, p.item;

-- name: desk_entry   one desk_entry
SELECT e.code FROM assess_entry_pub e
 WHERE reach(e.region_code) AND e.round_id = :round_id AND e.region_code = :region_code;
