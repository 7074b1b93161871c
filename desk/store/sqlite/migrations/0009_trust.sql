-- Which of a source's validators can be believed is no longer kept.

UPDATE sources SET doc = json_remove(doc, '$.trust');
