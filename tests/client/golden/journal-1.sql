BEGIN TRANSACTION;
CREATE TABLE downloads (
    resource_id TEXT PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL, sentence TEXT NOT NULL DEFAULT ''
);
CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL);
INSERT INTO "meta" VALUES('id','d431ff26146c5c87');
INSERT INTO "meta" VALUES('device','device-08e2ac514f5a755b');
INSERT INTO "meta" VALUES('turn',304050438065);
INSERT INTO "meta" VALUES('sequence',32);
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, device TEXT NOT NULL, entity TEXT NOT NULL,
    method TEXT NOT NULL, path TEXT NOT NULL, operation TEXT NOT NULL, body TEXT NOT NULL, sentence TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, made_at TEXT NOT NULL, answer TEXT NOT NULL DEFAULT ''
);
INSERT INTO "outbox" VALUES(1,'0194a2b2-9480-7a3b-861c-8db2f2d249f0','device-08e2ac514f5a755b','learning/negotiation','POST','/api/partner/training/enroll','{"event":{"id":"0194a2b2-9480-7983-9896-47fd0607f375","device":"device-08e2ac514f5a755b","sequence":2,"type":"enrolled","object":"negotiation","course_id":null,"version":1,"at":"2025-01-26T13:00:00Z","zone":"Europe/Berlin","span":null,"media":[],"offset":null,"share":null,"score":null},"kind":"enroll"}','{"event":{"id":"0194a2b2-9480-7983-9896-47fd0607f375","device":"device-08e2ac514f5a755b","sequence":2,"type":"enrolled","object":"negotiation","version":1,"at":"2025-01-26T13:00:00Z","zone":"Europe/Berlin","media":[]}}','Enrol in Negotiation','queued',0,'2025-01-26T13:00:00+00:00','');
INSERT INTO "outbox" VALUES(2,'0194a2b2-9480-713e-874d-10247bf7df67','device-08e2ac514f5a755b','learning/negotiation','PUT','/api/partner/training/update-progress','{"event":{"id":"0194a2b2-9480-76b1-90ca-828185a04a1c","device":"device-08e2ac514f5a755b","sequence":1,"type":"marked-done","object":"negotiation/one","course_id":"negotiation","version":1,"at":"2025-01-26T13:00:00Z","zone":"Europe/Berlin","span":null,"media":[],"offset":null,"share":null,"score":null},"kind":"record-progress"}','{"event":{"id":"0194a2b2-9480-76b1-90ca-828185a04a1c","device":"device-08e2ac514f5a755b","sequence":1,"type":"marked-done","object":"negotiation/one","course_id":"negotiation","version":1,"at":"2025-01-26T13:00:00Z","zone":"Europe/Berlin","media":[]}}','Record marked done: Lesson one','queued',0,'2025-01-26T13:00:00+00:00','');
INSERT INTO "outbox" VALUES(3,'0194a2b2-9480-7dd0-b8ad-b7eec2e5a930','device-08e2ac514f5a755b','webinar/advanced-referrals','POST','/api/partner/training/register-webinar','{"webinar_id":"advanced-referrals","at":"2025-01-26T13:00:00Z","kind":"register-webinar"}','{"webinar_id":"advanced-referrals","at":"2025-01-26T13:00:00Z"}','Request a seat in Advanced Referral Strategies','refused',0,'2025-01-26T13:00:00+00:00','This webinar is full.');
CREATE TABLE remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "remembered" VALUES('first-run','done');
CREATE INDEX outbox_by_state ON outbox (state);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',3);
COMMIT;
PRAGMA application_id = 1414023729;
PRAGMA user_version = 1;
