SELECT deal_id, revision FROM core_deal_revisions WHERE len(parties) = 0
