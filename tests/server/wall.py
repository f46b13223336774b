"""Who reaches what: the whole wall as one table, which the database is compared with, try by try."""

WALL: dict[str, dict[str, str]] = {
    "learners": {
        "learner": "S:ana U:ana",
        "manager": "S:ana,ben",
        "admin": "S:ana,ben",
        "author": "S:ana",
        "system": "S:all I:all U:all D:all",
        "reader": "S:ana",
    },
    "tokens": {
        "learner": "S:ana",
        "system": "S:all I:all D:all",
    },
    "learning_events": {
        "learner": "S:ana I:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "achievements": {
        "learner": "S:ana I:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "quiz_attempts": {
        "learner": "S:ana I:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "learning_progress": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "user_progress": {
        "learner": "S:ana I:ana U:ana",
        "manager": "S:ana,ben",
        "admin": "S:ana,ben",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "standings": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "bookmarks": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "notes": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "course_ratings": {
        "learner": "S:ana I:ana U:ana",
        "author": "S:all",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "course_applied": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all D:all",
        "reader": "S:ana",
    },
    "registrations": {
        "learner": "S:ana I:ana U:ana",
        "system": "S:all U:all D:all",
        "reader": "S:ana",
    },
    "memberships": {
        "learner": "S:ana/acme",
        "manager": "S:ada/acme,ana/acme,ben/acme,mia/acme",
        "admin": "S:ada/acme,ana/acme,ben/acme,mia/acme U:ada/acme,ana/acme,ben/acme,mia/acme",
        "system": "S:all I:all U:all D:all",
        "reader": "S:ana/acme",
    },
    "organisations": {
        "learner": "S:acme",
        "manager": "S:acme",
        "admin": "S:acme U:acme",
        "system": "S:all I:all U:all",
    },
    "invitations": {
        "admin": "S:acme I:acme D:acme",
        "system": "S:all I:all U:all D:all",
    },
    "idempotency": {
        "learner": "S:ana I:ana U:ana",
        "author": "S:ana I:ana U:ana",
        "system": "S:all D:all",
    },
    "changes": {
        "learner": "S:*/course,*/path,ana/note I:*/course,ana/note U:*/course,ana/note",
        "manager": "S:*/course,*/path I:*/course U:*/course",
        "admin": "S:*/course,*/path I:*/course U:*/course",
        "nobody": "S:*/course,*/path",
        "author": "S:*/course,*/path I:*/course,*/path U:*/course,*/path",
        "system": "S:all I:all U:all D:all",
    },
    "packages": {
        "author": "S:all I:ana",
        "system": "S:all D:all",
    },
    "publications": {
        "author": "S:all I:ana/draft,ana/published U:all D:ana/draft,ben/draft",
        "system": "S:all D:all",
    },
    "catalogue": {
        "learner": "S:all",
        "manager": "S:all",
        "admin": "S:all",
        "nobody": "S:all",
        "author": "S:all I:all U:all D:all",
        "system": "S:all I:all U:all D:all",
        "reader": "S:all",
    },
    "courses": {
        "learner": "S:all",
        "manager": "S:all",
        "admin": "S:all",
        "nobody": "S:all",
        "author": "S:all I:all U:all D:all",
        "system": "S:all I:all U:all D:all",
        "reader": "S:all",
    },
    "lesson_texts": {
        "learner": "S:all",
        "manager": "S:all",
        "admin": "S:all",
        "nobody": "S:all",
        "author": "S:all I:all U:all D:all",
        "system": "S:all I:all U:all D:all",
    },
    "resources": {
        "learner": "S:all U:all",
        "manager": "S:all U:all",
        "admin": "S:all U:all",
        "nobody": "S:all",
        "author": "S:all I:all U:all D:all",
        "system": "S:all I:all U:all D:all",
        "reader": "S:all",
    },
    "webinars": {
        "learner": "S:all U:all",
        "manager": "S:all U:all",
        "admin": "S:all U:all",
        "nobody": "S:all",
        "author": "S:all I:all U:all D:all",
        "system": "S:all I:all U:all D:all",
        "reader": "S:all",
    },
    "uploads": {
        "author": "S:ana I:ana D:ana",
        "system": "S:all D:all",
    },
    "uploaded_files": {
        "author": "S:all I:ana U:all",
    },
    "jobs": {
        "learner": "S:ana",
        "system": "S:all I:all U:all D:all",
    },
    "addresses": {
        "learner": "S:ana",
        "system": "S:all I:all U:all D:all",
    },
    "spending": {
        "system": "S:all I:all U:all D:all",
    },
    "feed_epochs": {
        "learner": "S:all",
        "manager": "S:all",
        "admin": "S:all",
        "nobody": "S:all",
        "system": "S:all I:all D:all",
    },
    "settings": {
        "system": "S:all I:all U:all",
    },
    "deletions": {
        "system": "S:all I:all U:all",
    },
    "versions": {
        "learner": "S:all U:live",
        "manager": "S:all U:live",
        "admin": "S:all U:live",
        "nobody": "S:all",
        "author": "S:all U:all",
        "system": "S:all U:all",
    },
    "schema_migrations": {
        "system": "S:all",
        "owner": "S:all I:all U:all D:all",
    },
}
