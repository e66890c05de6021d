/**
 * The project's format, one entry a version; a published entry is never changed.
 *
 * A person has a `head`, one of its revisions. A revision's keypoints and decision never change;
 * its fit is filled in when it arrives. So undo only moves heads, and a body comes back as it was.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE image (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    camera TEXT,
    state TEXT NOT NULL DEFAULT 'unlabelled',
    people INTEGER NOT NULL DEFAULT 0,
    looked INTEGER NOT NULL DEFAULT 0,
    empty INTEGER NOT NULL DEFAULT 0,
    problem TEXT
  ) STRICT;
  CREATE INDEX image_position ON image (position);
  CREATE INDEX image_state ON image (state, position);
  CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    image INTEGER NOT NULL REFERENCES image (id),
    head INTEGER REFERENCES revision (id)
  ) STRICT;
  CREATE INDEX person_image ON person (image);
  CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,
    reason TEXT,
    joint_set TEXT NOT NULL,
    keypoints TEXT NOT NULL,
    box TEXT NOT NULL,
    regression TEXT,
    fit TEXT
  ) STRICT;
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    image INTEGER NOT NULL REFERENCES image (id),
    moves TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
  ) STRICT
  `,
  // Without an entry nothing is known besides the points.
  'ALTER TABLE revision ADD COLUMN constraints TEXT',
  // Learning: runs, the models taken up one after the other, and a role for life for each picture's hash.
  `
  CREATE TABLE run (id INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;
  CREATE TABLE adoption (
    id INTEGER PRIMARY KEY,
    run INTEGER REFERENCES run (id),
    at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE picture_hash (
    image INTEGER PRIMARY KEY REFERENCES image (id),
    sha256 TEXT NOT NULL,
    stamp TEXT NOT NULL
  ) STRICT;
  CREATE TABLE picture_role (sha256 TEXT PRIMARY KEY, role TEXT NOT NULL) STRICT
  `,
  // Without an entry nothing was read from the picture besides the points.
  'ALTER TABLE revision ADD COLUMN image_evidence TEXT',
  // Imported people say where they come from, and may bring a silhouette.
  `
  ALTER TABLE revision ADD COLUMN source TEXT;
  CREATE TABLE mask (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    runs BLOB NOT NULL
  ) STRICT
  `,
  // What a person said beside the state, and what a review goes by: worked out when it is not there.
  `
  ALTER TABLE revision ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE revision ADD COLUMN note TEXT;
  CREATE TABLE review (
    revision INTEGER PRIMARY KEY REFERENCES revision (id),
    error_px REAL,
    residual REAL,
    moved_mm REAL,
    unseen REAL,
    max_beta REAL,
    rules TEXT NOT NULL,
    body_hash TEXT,
    pose_mark BLOB
  ) STRICT
  `,
];
