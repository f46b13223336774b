DELETE FROM jobs WHERE id LIKE 'seats-before-jobs-%';
