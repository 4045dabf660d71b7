-- Contents of large mails that no intake refers to any more are found by this.
CREATE INDEX intake_blob ON intake (blob_id) WHERE blob_id IS NOT NULL;
