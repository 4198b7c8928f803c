SELECT r.deal_id, r.revision, r.status
FROM core_deal_revisions AS r
WHERE NOT list_contains(list_transform(r.statuses, lambda s: s.status), r.status)
