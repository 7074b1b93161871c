-- Which of a source's validators can be believed is learned anew, by the names they are asked with.

UPDATE sources SET doc = json_remove(doc, '$.trust');
