"""What a finished scan says of the market: shares, pairs, pay and degrees, with intervals that hold.

    drawn = sample(found.postings, found.posting_skills)
    share_of(drawn.asking("python"), drawn.postings["employer"])

All of it reads the tables of a scan and never a posting; no result depends on the order of their rows. What
each figure means, and where its formula comes from, is told in docs/statistics.md.
"""
