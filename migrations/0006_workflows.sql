-- What organisations publish: workflows of their own, which stand before built-in ones of the same slug.

-- Counts the changes to an organisation's workflows. The creation of a run compares it in its own transaction, so that a node which
-- remembers how the workflows were before is told.
ALTER TABLE orgs ADD COLUMN workflows_revision BIGINT NOT NULL DEFAULT 0;

CREATE TABLE workflows (
    org_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    -- The digest that new runs follow.
    version TEXT NOT NULL,
    -- The digest that new runs follow in so many of a hundred threads instead. NULL: nothing is being rolled out.
    candidate TEXT,
    rollout BIGINT,
    PRIMARY KEY (org_id, slug)
);

-- Whatever was published, for ever. The bytes are in artefacts, under their digest.
CREATE TABLE workflow_versions (
    org_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    -- 1, 2, 3 and so on.
    number BIGINT NOT NULL,
    digest TEXT NOT NULL,
    -- procedure or component.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    -- What new runs followed when it was published: where rolling back leads. NULL: nothing.
    replaced TEXT,
    published_by TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, slug, number)
);

-- The same bytes are one version.
CREATE UNIQUE INDEX workflow_versions_by_digest ON workflow_versions (org_id, slug, digest);
